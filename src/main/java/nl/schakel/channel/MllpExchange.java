package nl.schakel.channel;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message out, one acknowledgement back, in time. A connection on which anything else happens is closed, so that a
 * late acknowledgement is never taken for the next message's.
 */
final class MllpExchange extends ChannelDuplexHandler {
    private final Duration limit;
    private @Nullable Patience patience;
    private @Nullable HL7Control asked;

    MllpExchange(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        patience =
                new Patience(context, limit, () -> context.fireExceptionCaught(new IOException("No answer in time")));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        byte[] bytes = (byte[]) message;
        asked = HL7Control.ofMessage(bytes);
        promise.addListener(written -> patience().start());
        var unused = context.write(MllpConversation.framed(bytes), promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HL7Control expected = asked;
        asked = null;
        patience().stop();
        if (message instanceof Framed.Whole frame && expected != null && expected.isAnsweredBy(frame.bytes())) {
            context.fireChannelRead(frame.bytes());
        } else {
            context.fireExceptionCaught(new IOException("Not the acknowledgement of this message"));
            Turns.hangUp(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        patience().stop();
        context.fireChannelInactive();
    }

    private Patience patience() {
        return Objects.requireNonNull(patience);
    }
}
