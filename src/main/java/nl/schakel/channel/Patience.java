package nl.schakel.channel;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The time a peer has to finish what it began, counted from its first byte. Lives on the event loop. */
final class Patience {
    private final ChannelHandlerContext context;
    private final Duration limit;
    private final Runnable over;
    private Optional<Future<?>> running = Optional.empty();

    Patience(ChannelHandlerContext context, Duration limit, Runnable over) {
        this.context = context;
        this.limit = limit;
        this.over = over;
    }

    /** Starts counting unless it counts already. */
    void start() {
        if (running.isEmpty()) {
            running = Optional.of(context.executor().schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    void stop() {
        running.ifPresent(timer -> timer.cancel(false));
        running = Optional.empty();
    }

    private void end() {
        running = Optional.empty();
        over.run();
    }
}
