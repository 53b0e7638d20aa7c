package nl.schakel.validate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * Judges whether a canonical message holds what its event needs. A value that is unknown is complete when it says so
 * ({@code data-absent-reason}); nothing is ever invented to be complete.
 */
public final class Completeness {

    /** The referral as one that is complete, or the first thing that is missing. */
    public Step<ValidatedReferral> check(TranslatedReferral translated) {
        return missing(translated)
                .<Step<ValidatedReferral>>map(Step::stopped)
                .orElseGet(() -> Step.next(ValidatedReferral.minted(translated)));
    }

    private static Optional<Problem> missing(TranslatedReferral translated) {
        Envelope envelope = translated.referral().envelope();
        Optional<Problem> mixed = ClientFacts.otherClient(translated.referral());
        if (mixed.isPresent()) {
            return mixed;
        }
        return switch (envelope.event()) {
            case REFERRAL -> first(ClientFacts.of(translated.referral().items()), envelope);
            case DISCHARGE -> absent(envelope.exitDate(), "Encounter.period.end", "the date the stay ends");
            case ADMISSION, DISCHARGE_CANCELLED, UPDATE, WITHDRAWAL, MERGE, NOTE, CONSENT -> Optional.empty();
            case ANSWER -> answer(envelope);
        };
    }

    private static Optional<Problem> first(ClientFacts client, Envelope envelope) {
        return Stream.of(client.nameMissing(), client.birthDateMissing(), questionMissing(envelope))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Problem> questionMissing(Envelope envelope) {
        boolean asks = !envelope.needs().isEmpty() || envelope.service().isPresent();
        return asks
                ? Optional.empty()
                : Optional.of(required("ServiceRequest.code", "what is asked: a service or a need"));
    }

    private static Optional<Problem> answer(Envelope envelope) {
        List<Optional<Problem>> checks = List.of(
                absent(
                        envelope.about().map(Object::toString).or(envelope::senderReference),
                        "Task.identifier",
                        "the reference of the referral it answers, or the number of the message"),
                absent(envelope.answer(), "Task.status", "the answer"),
                envelope.answer().flatMap(Completeness::reasonMissing));
        return checks.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<Problem> reasonMissing(Envelope.Answer answer) {
        return "rejected".equals(answer.status()) && answer.reason().isEmpty()
                ? Optional.of(Problem.at(ProblemCode.REASON_MISSING, "Task.statusReason")
                        .expected("a coded reason"))
                : Optional.empty();
    }

    private static Optional<Problem> absent(Optional<?> value, String place, String expected) {
        return value.isPresent() ? Optional.empty() : Optional.of(required(place, expected));
    }

    private static Problem required(String place, String expected) {
        return Problem.at(ProblemCode.REQUIRED_MISSING, place).expected(expected);
    }
}
