package nl.schakel.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageInternal;

/**
 * The body of a message in a queue. Its kind and its size are looked at before any of it is read, and it is never made into
 * an object: what is neither bytes nor text is refused unread.
 *
 * @param bytes of the message, of a text its UTF-8. That it was a text is not kept with them, so that it is read as what its
 *     kind says, at once and whenever it is read again
 */
record JmsBody(byte[] bytes) {
    private static final int TEXT_HEAD = 5;

    /** Why it is not read at all. */
    static Optional<Problem> unfit(ClientMessage message, FileKind kind) {
        byte type = message.getType();
        if (message.containsProperty(AsItCame.PACKED)) {
            return refused("a compressed message");
        }
        if (type != Message.BYTES_TYPE && type != Message.TEXT_TYPE) {
            return refused(name(type));
        }
        return size(message) > limit(type, kind) ? Optional.of(kind.tooLarge()) : Optional.empty();
    }

    private static Optional<Problem> refused(String seen) {
        return Optional.of(Problem.of(ProblemCode.MEDIA_TYPE_UNSUPPORTED)
                .seen(seen)
                .expected("a BytesMessage or a TextMessage, not compressed"));
    }

    private static int limit(byte type, FileKind kind) {
        return type == Message.TEXT_TYPE ? TEXT_HEAD + 2 * kind.limit() : kind.limit();
    }

    private static String name(byte type) {
        return switch (type) {
            case Message.OBJECT_TYPE -> "an ObjectMessage";
            case Message.MAP_TYPE -> "a MapMessage";
            case Message.STREAM_TYPE -> "a StreamMessage";
            default -> "a message of another type";
        };
    }

    /** As the broker says it, which stored it; a property of the sender's may say anything. */
    private static long size(ClientMessage message) {
        return message instanceof ClientLargeMessageInternal large
                ? large.getLargeMessageController().getSize()
                : message.getBodyBuffer().readableBytes();
    }

    /** All bytes of a fit body as they lie in the queue. */
    static byte[] raw(ClientMessage message, FileKind kind) throws ActiveMQException {
        if (message.isLargeMessage()) {
            BoundedBytes bytes = new BoundedBytes(limit(message.getType(), kind));
            message.saveToOutputStream(bytes);
            return bytes.taken();
        }
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        return bytes;
    }

    static Step<JmsBody> of(byte type, byte[] raw) {
        return type == Message.TEXT_TYPE ? text(raw) : Step.next(new JmsBody(raw));
    }

    /** One byte (is there a text?), four for its length in bytes, and UTF-16 with the lower byte first. */
    private static Step<JmsBody> text(byte[] raw) {
        ByteBuffer body = ByteBuffer.wrap(raw);
        if (raw.length == 1 && raw[0] == 0) {
            return Step.next(new JmsBody(new byte[0]));
        }
        if (raw.length < TEXT_HEAD || raw[0] == 0 || body.getInt(1) != raw.length - TEXT_HEAD) {
            return Step.stopped(Problem.of(ProblemCode.SYNTAX_BROKEN).expected("a text"));
        }
        body.position(TEXT_HEAD).order(ByteOrder.LITTLE_ENDIAN);
        try {
            CharBuffer words = StandardCharsets.UTF_16LE.newDecoder().decode(body);
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(words);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Step.next(new JmsBody(bytes));
        } catch (CharacterCodingException halfACharacter) {
            return Step.stopped(Problem.of(ProblemCode.CHARSET_INVALID).expected("whole characters"));
        }
    }
}
