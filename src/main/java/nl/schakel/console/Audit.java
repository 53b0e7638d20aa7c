package nl.schakel.console;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import nl.schakel.audit.AuditExam;
import nl.schakel.audit.Continuity;
import nl.schakel.journal.Restored;
import nl.schakel.referral.Json;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether the audit log is still what was written and signed. */
@RestController
@RequestMapping("/api/v1/audit")
final class Audit {
    private final AuditExam exam;
    private final Continuity continuity;
    private final Restored restored;

    Audit(AuditExam exam, Continuity continuity, Restored restored) {
        this.exam = exam;
        this.continuity = continuity;
        this.restored = restored;
    }

    /** Why a database out of an old backup is taken up: words without personal data, for the log. */
    record TakeUp(@Nullable String reason) {}

    /** Somebody decides to go on with a database out of an old backup; it goes on with the next start. */
    @PostMapping("/take-up")
    ResponseEntity<Object> takeUp(@RequestBody TakeUp asked, @RequestAttribute(Operators.ATTRIBUTE) String operator)
            throws IOException {
        Optional<Continuity.Break> broken = continuity.broken();
        if (broken.isEmpty()) {
            return ProblemAnswers.of(ProblemCode.NOT_FOUND);
        }
        String lost = broken.get().words();
        Step<String> reason = Fields.given("reason", asked.reason());
        if (reason instanceof Step.Next<String> given) {
            long parked = restored.takeUp(operator, lost + "; " + given.value());
            continuity.takenUp();
            return ResponseEntity.ok(Map.of("parked", parked, "lost", lost));
        }
        return ProblemAnswers.of(reason.map(never -> new Json.Obj(Map.of())));
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
