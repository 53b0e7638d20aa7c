package nl.schakel.channel;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerImpl;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Takes away what the broker's client would obey in a message before we see it: unpacking it, however large it becomes,
 * and taking it for the broker's own word that a queue is empty, which would leave it lying unseen for ever.
 */
final class AsItCame implements Interceptor {
    /** Says of a message that it is packed. */
    static final SimpleString PACKED = SimpleString.of("schakel.packed");

    private static final SimpleString EMPTY_QUEUE = ClientConsumerImpl.FORCED_DELIVERY_MESSAGE;

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionReceiveMessage whole) {
            plain(whole.getMessage());
        } else if (packet instanceof SessionReceiveLargeMessage begun) {
            plain(begun.getMessage());
        }
        return true;
    }

    private static void plain(Message message) {
        if (message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
            message.removeProperty(Message.HDR_LARGE_COMPRESSED);
            message.putBooleanProperty(PACKED, true);
        }
        if (message.containsProperty(EMPTY_QUEUE) && !isTheBrokersWord(message)) {
            message.removeProperty(EMPTY_QUEUE);
        }
    }

    /** The broker makes it of nothing else; what somebody sent went through an address and has a durability or an id. */
    private static boolean isTheBrokersWord(Message message) {
        return message.getUserID() == null
                && !message.isDurable()
                && message.getPropertyNames().size() == 1
                && message.getObjectProperty(EMPTY_QUEUE) instanceof Long;
    }
}
