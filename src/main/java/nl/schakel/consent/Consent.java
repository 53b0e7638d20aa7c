package nl.schakel.consent;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;

/**
 * What a client said about the release of data, with the meaning of FHIR R4 {@code Consent}; it names no person.
 *
 * @param id for trace and audit
 * @param status where it stands
 * @param kind said in so many words, or presumed by a referral that the client knows of
 * @param givers who spoke: for a child of 12 to 15, the child and a parent
 * @param recording who wrote it down, how and when
 * @param evidence SHA-256 (64 hex digits) of the exact text or document that the client saw
 * @param withdrawnAt when it was taken back, once it is inactive
 * @param provision what was said
 */
public record Consent(
        String id,
        Status status,
        Kind kind,
        Set<Giver> givers,
        Recording recording,
        Optional<String> evidence,
        Optional<Instant> withdrawnAt,
        Provision provision) {

    /** FHIR R4 consent-state-codes. */
    public enum Status {
        DRAFT("draft"),
        PROPOSED("proposed"),
        ACTIVE("active"),
        /** The client was asked and said no. */
        REJECTED("rejected"),
        /** Taken back or replaced. */
        INACTIVE("inactive"),
        ENTERED_IN_ERROR("entered-in-error");

        private final String code;

        Status(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Status> of(String code) {
            return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst();
        }
    }

    /** How it was said. */
    public enum Kind {
        EXPLICIT,
        /** The client knows of the referral and did not object (NEN 7517, veronderstelde toestemming). */
        PRESUMED
    }

    /** How it came here. */
    public enum Channel {
        /** In a message of a partner: FHIR, HL7 v2, an intake form. */
        MESSAGE,
        /** Written down at a desk of the gateway, with the client. */
        DESK
    }

    /**
     * Who wrote it down.
     *
     * @param by the organisation
     * @param at when the client said it
     */
    public record Recording(PartnerId by, Channel channel, Instant at) {}

    public Consent {
        givers = Set.copyOf(givers);
    }

    /** The one form that is stored and hashed: the same consent, the same bytes. */
    public Json.Obj json() {
        return ConsentForm.write(this);
    }

    /** SHA-256 of {@link #json()}, 64 hex digits; kept apart from it, so that a changed consent is noticed. */
    public String sha256() {
        return Hash.of(json());
    }

    /** The same consent, taken back at this moment. */
    public Consent withdrawn(Instant at) {
        return new Consent(id, Status.INACTIVE, kind, givers, recording, evidence, Optional.of(at), provision);
    }
}
