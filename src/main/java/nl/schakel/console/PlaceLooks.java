package nl.schakel.console;

import java.util.List;
import java.util.Optional;
import nl.schakel.pipeline.LookDesk;
import nl.schakel.pipeline.LookDesk.Say;
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

/** What of a protected client waits for a person, and the word of a person with a token of their own. */
@RestController
@RequestMapping("/api/v1/referrals/{reference}/looks")
final class PlaceLooks {
    private static final String RELEASE = "release";
    private static final String KEEP_BACK = "keep-back";

    private final LookDesk desk;

    PlaceLooks(LookDesk desk) {
        this.desk = desk;
    }

    /**
     * What a person says.
     *
     * @param receiver a partner's id
     * @param item as the list names it
     * @param items instead of one: several of this receiver, all of them or none
     * @param word {@code release} or {@code keep-back}
     * @param why the code of the reason
     * @param words of their own, for who looks back
     * @param correct why an earlier word was wrong, when this one takes its place
     */
    record Said(
            @Nullable String receiver,
            @Nullable String item,
            @Nullable List<String> items,
            @Nullable String word,
            @Nullable String why,
            @Nullable String words,
            @Nullable String correct) {}

    @GetMapping
    ResponseEntity<Object> list(@PathVariable String reference) {
        return Basis.about(reference, desk::list);
    }

    @PostMapping
    ResponseEntity<Object> say(
            @PathVariable String reference,
            @RequestBody Said said,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return Basis.about(
                reference,
                found -> Operators.person(operator)
                        .then(name -> read(said))
                        .then(say -> desk.say(found, say, operator)));
    }

    private static Step<Say> read(Said said) {
        return Fields.partner("receiver", said.receiver())
                .then(receiver -> items(said)
                        .then(items -> Fields.given("word", said.word())
                                .then(PlaceLooks::word)
                                .then(release -> Fields.given("why", said.why())
                                        .map(why -> new Say(
                                                receiver,
                                                items,
                                                release,
                                                why,
                                                Optional.ofNullable(said.words()),
                                                Optional.ofNullable(said.correct()))))));
    }

    private static Step<List<String>> items(Said said) {
        return said.items() == null || said.items().isEmpty()
                ? Fields.given("item", said.item()).map(List::of)
                : Step.next(said.items());
    }

    private static Step<Boolean> word(String word) {
        return switch (word) {
            case RELEASE -> Step.next(true);
            case KEEP_BACK -> Step.next(false);
            default ->
                Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "word").expected(RELEASE + " or " + KEEP_BACK));
        };
    }
}
