package nl.schakel.consent;

import nl.schakel.referral.Json;

/** A consent as the file of a client holds it: read and unchanged, or something that cannot be relied on. */
public sealed interface OnFile {

    /** Names it in decisions. */
    String id();

    /** The hash under which it is kept. */
    String sha256();

    /** It says what it said when it was recorded. */
    final class Kept implements OnFile {
        private final Consent consent;
        private final String sha256;
        private final boolean ofAnotherNumber;

        private Kept(Consent consent, String sha256, boolean ofAnotherNumber) {
            this.consent = consent;
            this.sha256 = sha256;
            this.ofAnotherNumber = ofAnotherNumber;
        }

        public Consent consent() {
            return consent;
        }

        /**
         * Whether it was said under another number of the client than what is asked about, before the two were known to be
         * one: a no counts all the same, a yes does not reach that far.
         */
        boolean isOfAnotherNumber() {
            return ofAnotherNumber;
        }

        @Override
        public String id() {
            return consent.id();
        }

        @Override
        public String sha256() {
            return sha256;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Kept kept && kept.sha256.equals(sha256) && kept.ofAnotherNumber == ofAnotherNumber;
        }

        @Override
        public int hashCode() {
            return sha256.hashCode();
        }

        @Override
        public String toString() {
            return "Kept[" + consent.id() + "]";
        }
    }

    /**
     * Nobody can say what it said; it denies everything until a person has looked at it.
     *
     * @param reason {@code tampered} or the place that could not be read
     */
    record Unreliable(String id, String sha256, String reason) implements OnFile {}

    /** The same as it counts for what was asked under another number of the client. */
    default OnFile ofAnotherNumber() {
        return this instanceof Kept kept ? new Kept(kept.consent, kept.sha256, true) : this;
    }

    /** A consent that is recorded now. */
    static OnFile recorded(Consent consent) {
        return new Kept(consent, consent.sha256(), false);
    }

    /**
     * A consent from the store; never fails, because what cannot be relied on must still be heard.
     *
     * @param form what {@link Consent#json()} gave
     * @param sha256 what {@link Consent#sha256()} gave when it was recorded
     */
    static OnFile stored(String id, Json.Obj form, String sha256) {
        if (!Hash.of(form).equals(sha256)) {
            return new Unreliable(id, sha256, "tampered");
        }
        return ConsentForm.read(form)
                .<OnFile>fold(
                        consent -> consent.id().equals(id)
                                ? new Kept(consent, sha256, false)
                                : new Unreliable(id, sha256, "kept under another id"),
                        problem -> new Unreliable(id, sha256, problem.place().orElse("unreadable")));
    }
}
