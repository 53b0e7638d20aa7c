package nl.schakel.channel;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageInternal;
import org.apache.activemq.artemis.core.client.impl.LargeMessageController;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.utils.UUID;

/**
 * A message that lies in a partner's queue, not taken yet. Of all that stands beside its body two things are looked at: the
 * seal and the id; where it says its answer should go is not.
 */
final class JmsMessage {
    /** Name of the property with the detached JWS, coming in and going out; a hyphen may not stand in one. */
    static final String SEAL = "PayloadSignature";

    private static final String CLIENTS_OWN = "_AMQ";

    private final ClientMessage message;
    private final FileKind kind;
    private Optional<byte[]> raw = Optional.empty();

    JmsMessage(ClientMessage message, FileKind kind) {
        this.message = message;
        this.kind = kind;
    }

    /** What is in it; or why it was not read. */
    Step<JmsBody> body() throws ActiveMQException {
        Optional<Problem> unfit = JmsBody.unfit(message, kind);
        if (unfit.isPresent()) {
            return Step.stopped(unfit.get());
        }
        byte[] bytes = JmsBody.raw(message, kind);
        raw = Optional.of(bytes);
        return JmsBody.of(message.getType(), bytes);
    }

    /** Whether nothing of it is still on its way. */
    boolean isRead() {
        return raw.isPresent() || !message.isLargeMessage();
    }

    /** What is no text, or longer than any seal, is a seal that cannot be good. */
    Optional<String> seal() {
        if (!message.containsProperty(SEAL)) {
            return Optional.empty();
        }
        Object value = message.getObjectProperty(SEAL);
        boolean likely = value instanceof SimpleString text && text.length() <= DoorLimits.HEADER_CHARACTERS;
        return Optional.of(likely ? value.toString() : "");
    }

    /** The answer to it, for the queue that the partner file names; it names this message where this has an id of its own. */
    ClientMessage answer(JmsLine line, byte[] receipt) {
        ClientMessage answer = line.text(new String(receipt, StandardCharsets.UTF_8));
        if (message.getUserID() instanceof UUID id) {
            MessageUtil.setJMSCorrelationID(answer, "ID:" + id);
        }
        return answer;
    }

    /** The same once more, under the same id, for the queue where a person finds what was refused. */
    ClientMessage again(JmsLine line) {
        ClientMessage copy =
                raw.map(bytes -> line.bytes(message.getType(), bytes)).orElseGet(() -> unread(line));
        copy.setUserID(message.getUserID());
        if (message.getHeadersAndPropertiesEncodeSize() <= DoorLimits.HEADER_CHARACTERS) {
            message.getPropertyNames().stream()
                    .filter(name -> !name.toString().contains(CLIENTS_OWN) && !name.equals(AsItCame.PACKED))
                    .forEach(name -> copy.putObjectProperty(name, message.getObjectProperty(name)));
        }
        if (message.containsProperty(AsItCame.PACKED)) {
            copy.putBooleanProperty(Message.HDR_LARGE_COMPRESSED, true);
            copy.putLongProperty(Message.HDR_LARGE_BODY_SIZE, unpackedSize());
        }
        return copy;
    }

    private long unpackedSize() {
        Object size = message.getObjectProperty(Message.HDR_LARGE_BODY_SIZE);
        return size instanceof Long said ? said : 0;
    }

    /** However large it is, only a piece of it is in memory: what is read of the one is sent as the other. */
    private ClientMessage unread(JmsLine line) {
        if (message instanceof ClientLargeMessageInternal large) {
            return line.streamed(message.getType(), new Pieces(large.getLargeMessageController()));
        }
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        return line.bytes(message.getType(), bytes);
    }

    /** Reads a body in the order in which it comes from the broker. */
    private static final class Pieces extends InputStream {
        private final LargeMessageController body;

        Pieces(LargeMessageController body) {
            this.body = body;
        }

        @Override
        public int read() {
            return body.readableBytes() > 0 ? body.readByte() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            int count = Math.min(most, body.readableBytes());
            if (count <= 0) {
                return -1;
            }
            body.readBytes(into, from, count);
            return count;
        }
    }
}
