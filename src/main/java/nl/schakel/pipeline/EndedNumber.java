package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * A number of which a message says that its client is the one it is about (MRG-1 of ADT^A40): {@code Patient.link} of type
 * {@code replaces}.
 *
 * @param number as its issuer wrote it
 * @param authority who issued it, as the message says
 * @param place of the number in the message
 */
record EndedNumber(String number, Optional<String> authority, String place) {
    private static final String AUTHORITY = "https://schakel.nl/fhir/NamingSystem/client/";

    static List<EndedNumber> of(ValidatedReferral valid) {
        return valid.referral().envelope().event() == Envelope.Event.MERGE
                ? valid.referral().items().stream().flatMap(EndedNumber::of).toList()
                : List.of();
    }

    /** Where the message says who issued it. */
    String issuedAt() {
        return (place.endsWith(".1") ? place.substring(0, place.length() - 2) : place) + ".4";
    }

    private static Stream<EndedNumber> of(InformationItem item) {
        return item.resource().list("link").stream()
                .flatMap(link -> link.asObject().stream())
                .filter(link -> link.text("type").equals(Optional.of("replaces")))
                .flatMap(link -> link.object("other").stream())
                .flatMap(other -> other.object("identifier").stream())
                .flatMap(identifier -> of(identifier, item.origin().place()).stream());
    }

    private static Optional<EndedNumber> of(Json.Obj identifier, String place) {
        return identifier
                .text("value")
                .map(value -> new EndedNumber(
                        value,
                        identifier
                                .text("system")
                                .filter(system -> system.startsWith(AUTHORITY))
                                .map(system -> system.substring(AUTHORITY.length())),
                        place));
    }
}
