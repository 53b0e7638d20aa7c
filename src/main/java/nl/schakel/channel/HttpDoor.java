package nl.schakel.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import nl.schakel.referral.Limits;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;

/** What stands behind the partners' HTTPS port. */
final class HttpDoor extends ServerInitializerFactory {
    private final DoorFrame frame;
    private final DoorKeeper keeper;

    HttpDoor(DoorFrame frame) {
        this(frame, DoorKeeper.nobody());
    }

    private HttpDoor(DoorFrame frame, DoorKeeper keeper) {
        this.frame = frame;
        this.keeper = keeper;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
        return new HttpDoor(frame, DoorKeeper.of(consumer, frame));
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!keeper.admits(channel)) {
            return;
        }
        frame.secure(channel.pipeline());
        HttpConversation conversation = new HttpConversation(keeper.reception(), frame.workers(), frame.patience());
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, DoorLimits.IDLE_HTTP.toSeconds(), TimeUnit.SECONDS))
                .addLast(new Arrivals(conversation))
                .addLast(new HttpServerCodec(limits()))
                .addLast(new HttpCollector(Limits.MESSAGE_BYTES))
                .addLast(conversation);
    }

    private static HttpDecoderConfig limits() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(DoorLimits.REQUEST_LINE_CHARACTERS)
                .setMaxHeaderSize(DoorLimits.HEADER_CHARACTERS);
    }

    /** Notes the first byte of a request, which may drip in before it is a line. */
    private static final class Arrivals extends ChannelInboundHandlerAdapter {
        private final HttpConversation conversation;

        Arrivals(HttpConversation conversation) {
            this.conversation = conversation;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            conversation.bytesArrived();
            context.fireChannelRead(message);
        }
    }
}
