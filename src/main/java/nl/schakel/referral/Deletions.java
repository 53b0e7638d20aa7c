package nl.schakel.referral;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the sender of a message takes away, or what later messages took away from a referral.
 *
 * @param all what is taken away
 * @param kept what the sender deletes and stays, each as its place in the message and why: {@code PD1-12: ...}
 * @param former the pieces as they were before something was taken out of them, so that a place that is protected is still
 *     looked for in what goes; they themselves go nowhere
 */
public record Deletions(List<Deletion> all, List<String> kept, List<InformationItem> former) {
    public static final Deletions NONE = new Deletions(List.of(), List.of(), List.of());

    /** By these a client and a referral are told from others, and without these there is no referral to speak of. */
    private static final Set<String> NEEDED = Set.of(
            "Patient.identifier",
            "Patient.name",
            "Patient.name.family",
            "Patient.birthDate",
            "ServiceRequest.identifier",
            "ServiceRequest.code");

    public Deletions {
        all = List.copyOf(all);
        kept = List.copyOf(kept);
        former = List.copyOf(former);
    }

    /** What a message says, parted into what may be taken away and what must stay. */
    public static Deletions said(List<Deletion> said, List<String> protectedPlaces) {
        if (said.isEmpty() && protectedPlaces.isEmpty()) {
            return NONE;
        }
        List<String> kept = new ArrayList<>();
        protectedPlaces.forEach(place -> kept.add(place + ": a person alone ends the protection of a client"));
        said.stream().filter(Deletions::isNeeded).forEach(d -> kept.add(why(d)));
        return new Deletions(
                said.stream().distinct().toList(), kept.stream().distinct().toList(), List.of());
    }

    private static String why(Deletion deletion) {
        return deletion.place() + ": a referral cannot be without " + deletion.target();
    }

    /** Whether it stays although its sender deletes it. */
    public static boolean isNeeded(Deletion deletion) {
        String path = deletion.resourceType()
                + String.join(
                        "",
                        deletion.path().stream()
                                .map(member -> '.' + member.name())
                                .toList());
        return NEEDED.contains(path) || NEEDED.stream().anyMatch(needed -> isBelow(path, needed));
    }

    /** A part of a number changes whose number it is; a part of a name is not the name. */
    private static boolean isBelow(String path, String needed) {
        return !needed.startsWith("Patient.name") && path.startsWith(needed + '.');
    }

    /** What may be taken away. */
    public Stream<Deletion> taken() {
        return all.stream().filter(deletion -> !isNeeded(deletion));
    }

    public boolean isEmpty() {
        return all.isEmpty() && kept.isEmpty();
    }
}
