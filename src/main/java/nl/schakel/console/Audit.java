package nl.schakel.console;

import java.sql.SQLException;
import java.util.Optional;
import nl.schakel.audit.AuditExam;
import nl.schakel.referral.ProblemCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether the audit log is still what was written and signed. */
@RestController
@RequestMapping("/api/v1/audit")
final class Audit {
    private final AuditExam exam;

    Audit(AuditExam exam) {
        this.exam = exam;
    }

    /**
     * @param from first position to tell of; the tree is read as a whole all the same
     * @param to last position to tell of
     */
    @GetMapping("/verify")
    ResponseEntity<Object> verify(@RequestParam Optional<Long> from, @RequestParam Optional<Long> to) {
        try {
            AuditExam.Report report = exam.examine();
            return ResponseEntity.ok(new AuditExam.Report(
                    report.size(),
                    report.erased(),
                    report.checkpoints(),
                    report.stamped(),
                    report.findings().stream()
                            .filter(finding -> from.map(f -> finding.last() < 0 || finding.last() >= f)
                                    .orElse(true))
                            .filter(finding -> to.map(t -> finding.first() <= t).orElse(true))
                            .toList()));
        } catch (SQLException unavailable) {
            return ProblemAnswers.of(ProblemCode.JOURNAL_UNAVAILABLE);
        }
    }
}
