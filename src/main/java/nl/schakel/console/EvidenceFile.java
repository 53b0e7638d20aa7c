package nl.schakel.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import nl.schakel.proof.Evidence;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The evidence of one referral in one file; that it was made, for whom and by whom, stands in the audit log. */
@RestController
@RequestMapping("/api/v1/referrals")
final class EvidenceFile {
    private final Evidence evidence;

    EvidenceFile(Evidence evidence) {
        this.evidence = evidence;
    }

    /** @param holder the partner for whom it is; without one it holds no messages */
    @GetMapping("/{reference}/evidence")
    ResponseEntity<Object> evidence(
            @PathVariable String reference,
            @RequestParam("for") Optional<String> holder,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        try {
            Optional<ReferralReference> asked = ReferralReference.parse(reference);
            Optional<byte[]> file = asked.isPresent()
                    ? evidence.of(asked.get(), holder.map(PartnerId::new), operator)
                    : Optional.empty();
            return file.map(bytes -> ResponseEntity.ok()
                            .header(HttpHeaders.CONTENT_TYPE, "application/zip")
                            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"evidence.zip\"")
                            .body((Object) bytes))
                    .orElseGet(() -> ProblemAnswers.of(ProblemCode.NOT_FOUND));
        } catch (SQLException | IOException | UncheckedIOException unavailable) {
            return ProblemAnswers.of(ProblemCode.JOURNAL_UNAVAILABLE);
        } catch (IllegalArgumentException noPartner) {
            return ProblemAnswers.of(ProblemCode.NOT_FOUND);
        }
    }
}
