package nl.schakel.console;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.pipeline.BreakGlass;
import nl.schakel.pipeline.BreakGlass.Wish;
import nl.schakel.referral.Category;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Break-glass: open with a reason, look as a second person, and the list of all that was opened. */
@RestController
@RequestMapping("/api/v1/break-glass")
final class Openings {
    private final BreakGlass glass;

    Openings(BreakGlass glass) {
        this.glass = glass;
    }

    /**
     * What somebody wants opened.
     *
     * @param receiver a partner's id
     * @param categories codes
     * @param silentBecause why the client is not told; absent when the client is
     */
    record Asked(
            @Nullable String reference,
            @Nullable String receiver,
            @Nullable List<String> categories,
            @Nullable String reason,
            @Nullable String silentBecause) {}

    /**
     * The second look.
     *
     * @param approved whether the second person agrees
     * @param reason why, in their own words; absent when they say none
     */
    record Look(@Nullable Boolean approved, @Nullable String reason) {}

    @GetMapping
    ResponseEntity<Object> list() {
        return ProblemAnswers.ok(glass.list());
    }

    @PostMapping
    ResponseEntity<Object> open(@RequestBody Asked asked, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return ProblemAnswers.of(Fields.given("reference", asked.reference())
                .then(text -> ReferralReference.parse(text)
                        .map(Step::next)
                        .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND))))
                .then(reference -> wish(asked).then(wish -> glass.open(reference, wish, operator))));
    }

    @PostMapping("/{id}/review")
    ResponseEntity<Object> review(
            @PathVariable UUID id, @RequestBody Look look, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        if (look.approved() == null) {
            return ProblemAnswers.of(Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "approved")));
        }
        return ProblemAnswers.of(
                Operators.isPerson(operator)
                        ? glass.review(id, look.approved(), Optional.ofNullable(look.reason()), operator)
                        : Step.stopped(Problem.of(ProblemCode.SECOND_PERSON_NEEDED)
                                .expected("the token of a person, not the home's own")));
    }

    private static Step<Wish> wish(Asked asked) {
        return Fields.partner("receiver", asked.receiver())
                .then(receiver -> Fields.given("reason", asked.reason())
                        .then(reason -> categories(asked)
                                .map(categories -> new Wish(
                                        receiver, categories, reason, Optional.ofNullable(asked.silentBecause())))));
    }

    private static Step<Set<Category>> categories(Asked asked) {
        if (asked.categories() == null || asked.categories().isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "categories"));
        }
        Set<Category> categories = EnumSet.noneOf(Category.class);
        for (String code : asked.categories()) {
            Optional<Category> category = Category.of(code);
            if (category.isEmpty()) {
                return Step.stopped(Problem.at(ProblemCode.OPENING_INVALID, "categories")
                        .expected("codes of categories, such as safety"));
            }
            categories.add(category.get());
        }
        return Step.next(categories);
    }
}
