package nl.schakel.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.pipeline.FamilyDesk;
import nl.schakel.referral.Limits;
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

/** Who is one family, by the references of their referrals; whoever changes it is a person with a token of their own. */
@RestController
@RequestMapping("/api/v1")
final class FamilyLinks {
    private final FamilyDesk desk;

    FamilyLinks(FamilyDesk desk) {
        this.desk = desk;
    }

    /**
     * A wish to link.
     *
     * @param references of each member one referral
     */
    record Linked(@Nullable List<@Nullable String> references) {}

    /**
     * A wish to keep another client out.
     *
     * @param client a referral of the other
     */
    record KeptOut(@Nullable String client) {}

    @PostMapping("/families")
    ResponseEntity<Object> link(@RequestBody Linked linked, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return ProblemAnswers.of(Operators.person(operator)
                .then(person -> references(linked.references()))
                .then(references -> desk.link(references, operator)));
    }

    @GetMapping("/referrals/{reference}/family")
    ResponseEntity<Object> show(@PathVariable String reference) {
        return Basis.about(reference, desk::show);
    }

    @DeleteMapping("/referrals/{reference}/family")
    ResponseEntity<Object> unlink(
            @PathVariable String reference, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return Basis.about(reference, found -> Operators.person(operator).then(person -> desk.unlink(found, person)));
    }

    @PostMapping("/referrals/{reference}/family/confirm")
    ResponseEntity<Object> confirm(
            @PathVariable String reference, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return Basis.about(reference, found -> Operators.person(operator).then(person -> desk.confirm(found, person)));
    }

    @PostMapping("/clients/{reference}/conflicts/clients")
    ResponseEntity<Object> keepOut(
            @PathVariable String reference,
            @RequestBody KeptOut other,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return Basis.about(
                reference,
                found -> Fields.given("client", other.client())
                        .then(text -> parsed("client", text))
                        .then(client -> desk.block(found, client, operator)));
    }

    private static Step<List<ReferralReference>> references(@Nullable List<@Nullable String> texts) {
        if (texts == null) {
            return Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "references"));
        }
        if (texts.size() > Limits.FAMILY) {
            return Step.stopped(
                    Problem.at(ProblemCode.LIMIT_EXCEEDED, "references").expected("at most " + Limits.FAMILY));
        }
        List<ReferralReference> read = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String place = "references[" + i + "]";
            Step<ReferralReference> one = Fields.given(place, texts.get(i)).then(text -> parsed(place, text));
            if (one instanceof Step.Stopped<ReferralReference> stopped) {
                return Step.stopped(stopped.problem());
            }
            one.map(read::add);
        }
        return Step.next(read);
    }

    private static Step<ReferralReference> parsed(String place, String text) {
        Optional<ReferralReference> reference = ReferralReference.parse(text);
        return reference
                .map(Step::next)
                .orElseGet(() -> Step.stopped(
                        Problem.at(ProblemCode.VALUE_INVALID, place).expected("a reference such as V-2026-00001-7")));
    }
}
