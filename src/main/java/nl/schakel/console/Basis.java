package nl.schakel.console;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import nl.schakel.pipeline.BasisDesk;
import nl.schakel.pipeline.ExplainDesk;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Consents, conflicts and decisions; a client is named by the reference of one of their referrals, never by a person's number. */
@RestController
@RequestMapping("/api/v1")
final class Basis {
    private final BasisDesk desk;
    private final ExplainDesk explaining;

    Basis(BasisDesk desk, ExplainDesk explaining) {
        this.desk = desk;
        this.explaining = explaining;
    }

    /** @param organisation a partner's id */
    record Blocked(@Nullable String organisation) {}

    @GetMapping("/clients/{reference}/consents")
    ResponseEntity<Object> consents(@PathVariable String reference) {
        return about(reference, desk::consents);
    }

    @PostMapping("/clients/{reference}/consents/{id}/withdraw")
    ResponseEntity<Object> withdraw(
            @PathVariable String reference,
            @PathVariable UUID id,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return about(reference, found -> desk.withdraw(found, id, operator));
    }

    @DeleteMapping("/clients/{reference}/consents/{id}")
    ResponseEntity<Object> delete(
            @PathVariable String reference,
            @PathVariable UUID id,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return withdraw(reference, id, operator);
    }

    @GetMapping("/clients/{reference}/conflicts")
    ResponseEntity<Object> conflicts(@PathVariable String reference) {
        return about(reference, desk::conflicts);
    }

    @PostMapping("/clients/{reference}/conflicts")
    ResponseEntity<Object> block(
            @PathVariable String reference,
            @RequestBody Blocked blocked,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return about(
                reference,
                found -> Fields.partner("organisation", blocked.organisation())
                        .then(organisation -> desk.block(found, organisation, operator)));
    }

    @DeleteMapping("/clients/{reference}/conflicts/{id}")
    ResponseEntity<Object> unblock(
            @PathVariable String reference,
            @PathVariable UUID id,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return about(reference, found -> desk.unblock(found, id, operator));
    }

    @GetMapping("/clients/{reference}/protections")
    ResponseEntity<Object> protections(@PathVariable String reference) {
        return about(reference, desk::protections);
    }

    @PostMapping("/clients/{reference}/protections")
    ResponseEntity<Object> protect(
            @PathVariable String reference, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return about(reference, found -> desk.protect(found, operator));
    }

    @DeleteMapping("/clients/{reference}/protections/{id}")
    ResponseEntity<Object> unprotect(
            @PathVariable String reference,
            @PathVariable UUID id,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return about(reference, found -> desk.unprotect(found, id, operator));
    }

    @GetMapping("/referrals/{reference}/decisions")
    ResponseEntity<Object> decisions(@PathVariable String reference) {
        return about(reference, found -> Step.next(desk.decisions(found)));
    }

    @GetMapping("/decisions/{id}")
    ResponseEntity<Object> decision(@PathVariable UUID id) {
        return ProblemAnswers.of(desk.decision(id));
    }

    /** @param question see {@link ExplainDesk#answer} */
    @PostMapping("/basis/explain")
    ResponseEntity<Object> explain(@RequestBody byte[] question) {
        return ProblemAnswers.of(explaining.answer(question));
    }

    @GetMapping("/notices")
    ResponseEntity<Object> unacknowledged() {
        return ProblemAnswers.ok(desk.unacknowledged());
    }

    @PostMapping("/notices/{id}/acknowledge")
    ResponseEntity<Object> acknowledge(@PathVariable UUID id, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return ProblemAnswers.of(desk.acknowledge(id, operator));
    }

    static ResponseEntity<Object> about(String text, Function<ReferralReference, Step<Json.Obj>> ask) {
        Optional<ReferralReference> reference = ReferralReference.parse(text);
        return ProblemAnswers.of(reference.map(ask).orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND))));
    }
}
