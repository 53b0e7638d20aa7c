package nl.schakel.referral.evidence;

import java.util.Optional;

/**
 * The seals that came with a message, wherever they stood; nothing of them is believed yet.
 *
 * @param beside detached JWS over the bytes, from a header or a file of its own
 * @param inside base64 of a detached JWS inside the message, over the rest of it (a FHIR Provenance); blank when what stands
 *     there is not one seal over the whole message
 * @param over the seal over the request in which it came, and that request
 */
public record Seals(Optional<String> beside, Optional<String> inside, Optional<SealedRequest> over) {
    public static final Seals NONE = beside(Optional.empty());

    /** At most one, and that beside the message. */
    public static Seals beside(Optional<String> jws) {
        return new Seals(jws, Optional.empty(), Optional.empty());
    }

    /** The same with what stood inside the message. */
    public Seals withInside(Optional<String> data) {
        return new Seals(beside, data, over);
    }

    @Override
    public String toString() {
        return "Seals[" + (beside.isPresent() ? "beside " : "") + (inside.isPresent() ? "inside " : "")
                + (over.isPresent() ? "over" : "") + "]";
    }
}
