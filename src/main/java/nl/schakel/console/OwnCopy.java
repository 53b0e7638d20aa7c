package nl.schakel.console;

import nl.schakel.pipeline.ClientReport;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The client's own copy, as data or as a letter with a name that says nothing. */
@RestController
@RequestMapping("/api/v1/clients/{reference}")
final class OwnCopy {
    private final ClientReport report;

    OwnCopy(ClientReport report) {
        this.report = report;
    }

    @GetMapping("/report")
    ResponseEntity<Object> json(
            @PathVariable String reference, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return Basis.about(reference, found -> report.json(found, operator));
    }

    @GetMapping("/report.pdf")
    ResponseEntity<Object> pdf(@PathVariable String reference, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        Step<byte[]> pdf = ReferralReference.parse(reference)
                .map(found -> report.pdf(found, operator))
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
        return pdf.fold(
                bytes -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_PDF)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"overzicht.pdf\"")
                        .body(bytes),
                problem -> ProblemAnswers.of(Step.stopped(problem)));
    }
}
