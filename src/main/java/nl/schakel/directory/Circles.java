package nl.schakel.directory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;

/**
 * Finds the one circle for a referral. Whoever is addressed decides; the municipality speaks only when nobody is, so
 * that a message for another desk is never handed to the desk that happens to be nearest. Of the circles there, the ones
 * for people out of this kind of organisation come before those for all.
 */
final class Circles {
    private final List<Circle> circles;
    private final Set<String> gateway;

    Circles(List<Circle> circles, Optional<Gateway> gateway) {
        this.circles = List.copyOf(circles);
        this.gateway = gateway.map(g -> Set.of(Identifiers.canonical("oin|" + g.oin())))
                .orElse(Set.of());
    }

    /** By which channel the circle asks this candidate, when it says so. */
    Optional<String> channel(Candidate candidate) {
        return circles.stream()
                .filter(circle -> circle.name().equals(candidate.circle()))
                .flatMap(circle -> circle.parties().stream())
                .filter(party -> party.partner().equals(candidate.receiver()))
                .filter(party -> party.need().equals(candidate.need()))
                .findFirst()
                .flatMap(Circle.Party::channel);
    }

    Step<Circle> forReferral(Envelope envelope) {
        Set<String> addressed = envelope.addressedTo().stream()
                .map(Identifiers::canonical)
                .filter(a -> !gateway.contains(a))
                .collect(Collectors.toUnmodifiableSet());
        return addressed.isEmpty() ? byMunicipality(envelope) : byAddress(envelope, addressed);
    }

    private Step<Circle> byAddress(Envelope envelope, Set<String> addressed) {
        List<Circle> found = circles.stream()
                .filter(c -> c.takes(envelope.service()))
                .filter(c -> c.addressed().stream().anyMatch(addressed::contains))
                .toList();
        return only(found, envelope, "the addressed organisation", "the identifier of a desk known here");
    }

    private Step<Circle> byMunicipality(Envelope envelope) {
        Optional<String> place = envelope.municipality().map(Circles::place);
        List<Circle> found = circles.stream()
                .filter(c -> c.takes(envelope.service()))
                .filter(c -> place.map(c.municipalities()::contains).orElse(false))
                .toList();
        return only(found, envelope, "the municipality", "a municipality and a service that a circle names");
    }

    /** CBS and DDAS write {@code GM0772} for gemeentecode 0772. */
    private static String place(String municipality) {
        String text = municipality.strip().toLowerCase(Locale.ROOT);
        return text.matches("gm[0-9]{4}") ? text.substring(2) : text;
    }

    private static Step<Circle> only(List<Circle> there, Envelope envelope, String by, String expected) {
        List<Circle> own = there.stream()
                .filter(c -> c.from().contains(envelope.senderRole()))
                .toList();
        List<Circle> found =
                own.isEmpty() ? there.stream().filter(c -> c.from().isEmpty()).toList() : own;
        if (found.size() == 1) {
            return Step.next(found.get(0));
        }
        return Step.stopped(Problem.of(ProblemCode.NO_CIRCLE)
                .seen(found.size() + " circles by " + by)
                .expected(expected));
    }
}
