package nl.schakel.channel;

import io.netty.channel.Channel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.netty.NettyConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts who is inside one door, and knows the route behind it. */
final class DoorKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(DoorKeeper.class);

    private final AtomicInteger inside = new AtomicInteger();
    private final @Nullable NettyConsumer consumer;
    private final @Nullable Reception reception;

    private DoorKeeper(@Nullable NettyConsumer consumer, @Nullable Reception reception) {
        this.consumer = consumer;
        this.reception = reception;
    }

    /** Of a door that is drawn but not opened yet. */
    static DoorKeeper nobody() {
        return new DoorKeeper(null, null);
    }

    static DoorKeeper of(NettyConsumer consumer, DoorFrame frame) {
        return new DoorKeeper(consumer, new Reception(new RouteEntry(consumer), frame.desk()));
    }

    Reception reception() {
        return Objects.requireNonNull(reception);
    }

    /** Lets a connection in while there is room; the route closes it when the door closes. */
    boolean admits(Channel channel) {
        if (inside.incrementAndGet() > DoorLimits.CONNECTIONS) {
            inside.decrementAndGet();
            LOG.warn("A connection was turned away: {} are open", DoorLimits.CONNECTIONS);
            var unused = channel.close();
            return false;
        }
        Objects.requireNonNull(consumer).getNettyServerBootstrapFactory().addChannel(channel);
        channel.closeFuture().addListener(closed -> inside.decrementAndGet());
        return true;
    }
}
