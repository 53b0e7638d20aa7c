package nl.schakel.console;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import nl.schakel.journal.WorkList.Filter;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.pipeline.WorkDesk;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What waits, and what a person does about it; whoever holds back, ends or sends again says why. */
@RestController
@RequestMapping("/api/v1")
final class Backlog {
    private final WorkDesk desk;

    Backlog(WorkDesk desk) {
        this.desk = desk;
    }

    /** Why something is done: for the audit, in no trace and no log. */
    record Why(@Nullable String reason) {}

    /**
     * What is to be tried again.
     *
     * @param partner a partner's id; absent for all
     * @param code of the problem by which it is parked; absent for any
     * @param reference of the referral; absent for all
     * @param unknownToo also that of which it is not known whether the receiver has it
     * @param before the moment that an earlier answer named; absent in the first question
     */
    record Again(
            @Nullable String partner,
            @Nullable String code,
            @Nullable String reference,
            @Nullable Boolean unknownToo,
            @Nullable String before,
            @Nullable String reason) {
        private Step<Filter> filter() {
            return Backlog.filter(
                    Optional.ofNullable(partner), Optional.ofNullable(code), Optional.ofNullable(reference));
        }

        private Step<Optional<Instant>> bound() {
            return before == null
                    ? Step.next(Optional.empty())
                    : Fields.moment("before", before).map(Optional::of);
        }
    }

    @GetMapping("/backlog")
    ResponseEntity<Object> backlog(
            @RequestParam Optional<String> partner,
            @RequestParam Optional<String> code,
            @RequestParam Optional<String> reference,
            @RequestParam(defaultValue = "false") boolean open) {
        return ProblemAnswers.of(filter(partner, code, reference).map(filter -> desk.backlog(filter, open)));
    }

    @GetMapping("/backlog/replay")
    ResponseEntity<Object> prospects(
            @RequestParam Optional<String> partner,
            @RequestParam Optional<String> code,
            @RequestParam Optional<String> reference,
            @RequestParam(defaultValue = "false") boolean unknownToo) {
        return ProblemAnswers.of(filter(partner, code, reference).map(filter -> desk.prospects(filter, unknownToo)));
    }

    @PostMapping("/backlog/replay")
    ResponseEntity<Object> replay(@RequestBody Again again, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return ProblemAnswers.of(Fields.given("reason", again.reason())
                .then(reason -> again.filter()
                        .then(filter -> again.bound()
                                .map(before -> desk.replay(
                                        filter,
                                        Boolean.TRUE.equals(again.unknownToo()),
                                        before,
                                        new Said(operator, reason))))));
    }

    @PostMapping("/work/{id}/resume")
    ResponseEntity<Object> resume(
            @PathVariable UUID id, @RequestBody Why why, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return said(why, operator, word -> desk.resume(id, word));
    }

    @PostMapping("/work/{id}/park")
    ResponseEntity<Object> park(
            @PathVariable UUID id, @RequestBody Why why, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return said(why, operator, word -> desk.park(id, word));
    }

    @PostMapping("/work/{id}/skip")
    ResponseEntity<Object> skip(
            @PathVariable UUID id, @RequestBody Why why, @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return said(why, operator, word -> desk.skip(id, word));
    }

    @GetMapping("/partners")
    ResponseEntity<Object> partners() {
        return ProblemAnswers.ok(desk.partners());
    }

    @PostMapping("/partners/{partner}/pause")
    ResponseEntity<Object> pause(
            @PathVariable String partner,
            @RequestBody Why why,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return said(why, operator, word -> Fields.partner("partner", partner).then(id -> desk.pause(id, word)));
    }

    @PostMapping("/partners/{partner}/resume")
    ResponseEntity<Object> resume(
            @PathVariable String partner,
            @RequestBody Why why,
            @RequestAttribute(Operators.ATTRIBUTE) String operator) {
        return said(why, operator, word -> Fields.partner("partner", partner).then(id -> desk.resume(id, word)));
    }

    private static ResponseEntity<Object> said(Why why, String operator, Function<Said, Step<Json.Obj>> work) {
        return ProblemAnswers.of(
                Fields.given("reason", why.reason()).then(reason -> work.apply(new Said(operator, reason))));
    }

    private static Step<Filter> filter(Optional<String> partner, Optional<String> code, Optional<String> reference) {
        Step<Optional<PartnerId>> to = partner.isEmpty()
                ? Step.next(Optional.empty())
                : Fields.partner("partner", partner.get()).map(Optional::of);
        Optional<ReferralReference> about = reference.flatMap(ReferralReference::parse);
        return reference.isPresent() && about.isEmpty()
                ? Step.stopped(
                        Problem.at(ProblemCode.VALUE_INVALID, "reference").expected("V-year-number-check"))
                : to.then(id -> codeOf(code).map(problem -> new Filter(Optional.empty(), id, problem, about)));
    }

    /** A code of the catalogue, and nothing that a pattern could be made of. */
    private static Step<Optional<String>> codeOf(Optional<String> code) {
        return code.isEmpty() || code.get().matches("SCH-\\d{4}")
                ? Step.next(code)
                : Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "code").expected("a code such as SCH-6004"));
    }
}
