package nl.schakel.console;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
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

    /**
     * One of the two.
     *
     * @param organisation a partner's id
     * @param person {@code mailbox|} and their mailbox, or a system of partner files and their number in it: {@code agb|01234567}
     */
    record Blocked(@Nullable String organisation, @Nullable String person) {}

    private static final Pattern PERSON =
            Pattern.compile("(mailbox\\|[^@\\s|]{1,64}@[^@\\s|]{1,190}|[a-z]{2,20}\\|[0-9A-Za-z-]{4,40})");

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
                found -> blocked.person() == null
                        ? Fields.partner("organisation", blocked.organisation())
                                .then(organisation -> desk.block(found, organisation, operator))
                        : person(found, blocked.person(), operator));
    }

    private Step<Json.Obj> person(ReferralReference found, String person, String operator) {
        if (!PERSON.matcher(person).matches()) {
            return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "person")
                    .expected("mailbox|name@host, or system|number such as agb|01234567"));
        }
        int bar = person.indexOf('|');
        return desk.blockPerson(found, person.substring(0, bar), person.substring(bar + 1), operator);
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
