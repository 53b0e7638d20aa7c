package nl.schakel.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import nl.schakel.referral.Limits;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;

/** What stands behind an MLLP port. */
final class MllpDoor extends ServerInitializerFactory {
    private final DoorFrame frame;
    private final DoorKeeper keeper;

    MllpDoor(DoorFrame frame) {
        this(frame, DoorKeeper.nobody());
    }

    private MllpDoor(DoorFrame frame, DoorKeeper keeper) {
        this.frame = frame;
        this.keeper = keeper;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
        return new MllpDoor(frame, DoorKeeper.of(consumer, frame));
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!keeper.admits(channel)) {
            return;
        }
        // A ward that has said everything may close its half and still hear the last answers.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, frame.tls().isEmpty());
        frame.secure(channel.pipeline());
        MllpFraming framing = new MllpFraming(Limits.MESSAGE_BYTES);
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, DoorLimits.IDLE.toSeconds(), TimeUnit.SECONDS))
                .addLast(framing)
                .addLast(new MllpConversation(framing, keeper.reception(), frame.workers(), frame.patience()));
    }
}
