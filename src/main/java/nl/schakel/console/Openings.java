package nl.schakel.console;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.pipeline.BreakGlass;
import nl.schakel.pipeline.BreakGlass.Wish;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
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

    /** @param approved whether the second person agrees */
    record Look(boolean approved) {}

    @GetMapping
    ResponseEntity<Object> list() {
        return ProblemAnswers.ok(glass.list());
    }

    @PostMapping
    ResponseEntity<Object> open(@RequestBody Asked asked, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        String reference = Optional.ofNullable(asked.reference()).orElse("");
        return Basis.about(reference, found -> wish(asked).then(wish -> glass.open(found, wish, operator)));
    }

    @PostMapping("/{id}/review")
    ResponseEntity<Object> review(
            @PathVariable UUID id, @RequestBody Look look, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return ProblemAnswers.of(glass.review(id, look.approved(), operator));
    }

    private static Step<Wish> wish(Asked asked) {
        Set<Category> categories = EnumSet.noneOf(Category.class);
        for (String code : Optional.ofNullable(asked.categories()).orElse(List.of())) {
            Optional<Category> category = Category.of(code);
            if (category.isEmpty()) {
                return invalid("categories");
            }
            categories.add(category.get());
        }
        Optional<String> receiver = Optional.ofNullable(asked.receiver()).filter(PartnerId::isWellFormed);
        return receiver.isEmpty()
                ? invalid("receiver")
                : Step.next(new Wish(
                        new PartnerId(receiver.get()),
                        categories,
                        Optional.ofNullable(asked.reason()).orElse(""),
                        Optional.ofNullable(asked.silentBecause())));
    }

    private static Step<Wish> invalid(String place) {
        return Step.stopped(Problem.at(ProblemCode.OPENING_INVALID, place));
    }
}
