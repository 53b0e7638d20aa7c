package nl.schakel.seal;

import java.util.Optional;

/**
 * A part of a message that only its receiver can open: a shelter address, free text, notes of GGZ, an attachment.
 *
 * @param messageId of the message that carries it
 * @param from who sealed it, by OIN
 * @param to who alone may open it, by OIN
 * @param name of the part within the message
 * @param mediaType of the content
 * @param content the bytes themselves
 */
public record SealedPart(String messageId, String from, String to, String name, String mediaType, byte[] content) {
    /** {@code typ} of the outer envelope. */
    static final String ENVELOPE = "overdracht-part+jwe";
    /** {@code typ} of the signature inside. */
    static final String INNER = "overdracht-part+jws";

    /**
     * Where it belongs, as outside and inside must both say.
     *
     * @param messageId of the message that carries it
     * @param from who sealed it, by OIN
     * @param to who alone may open it, by OIN
     * @param name of the part within the message
     */
    public record Label(String messageId, String from, String to, String name) {}

    /** Where it belongs. */
    public Label label() {
        return new Label(messageId, from, to, name);
    }

    /**
     * What the outside of a sealed part says, for who carries it and cannot open it. Nothing proves it but the seal of the
     * message around it; the receiver checks it against the inside.
     *
     * @param jwe compact
     * @return empty when it has not the form of a sealed part
     */
    public static Optional<Label> label(String jwe) {
        return PartForm.of(jwe).map(form -> form.header().label());
    }

    /** Names nothing of the content. */
    @Override
    public String toString() {
        return "SealedPart[" + name + "]";
    }
}
