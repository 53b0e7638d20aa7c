package nl.schakel.channel;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One connection's conversation: what came in is answered in its order, one at a time, off the event loop. While an
 * answer is made nothing more is read, so that a fast sender waits in its own socket. Lives on the event loop.
 */
final class Turns {
    /**
     * What is said back; after the last word the connection is closed.
     *
     * @param again nothing is said yet: the same turn is taken again after this time, and no thread waits for that
     */
    record Said(Object message, boolean last, Optional<Duration> again) {
        Said(Object message, boolean last) {
            this(message, last, Optional.empty());
        }

        static Said after(Duration wait) {
            return new Said(wait, false, Optional.of(wait));
        }
    }

    private final ChannelHandlerContext context;
    private final Executor workers;
    private final Runnable listening;
    private final Deque<Supplier<Said>> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean ended;
    private boolean peerDone;

    /** @param listening called whenever it is the peer's turn again */
    Turns(ChannelHandlerContext context, Executor workers, Runnable listening) {
        this.context = context;
        this.workers = workers;
        this.listening = listening;
    }

    /** Whether it is the peer's turn to speak. */
    boolean listens() {
        return !busy && !ended;
    }

    void take(Supplier<Said> turn) {
        if (ended) {
            return;
        }
        waiting.add(turn);
        if (!busy) {
            next();
        }
    }

    /** The peer will send no more; what it sent is still answered. */
    void peerDone() {
        peerDone = true;
        if (listens()) {
            close();
        }
    }

    private void next() {
        Supplier<Said> turn = waiting.poll();
        busy = turn != null;
        if (turn != null) {
            context.channel().config().setAutoRead(false);
            work(turn);
        } else if (peerDone) {
            close();
        } else {
            listening.run();
            context.channel().config().setAutoRead(true);
        }
    }

    private void work(Supplier<Said> turn) {
        try {
            workers.execute(() -> {
                Said said = turn.get();
                context.executor().execute(() -> hear(turn, said));
            });
        } catch (RejectedExecutionException closing) {
            close();
        }
    }

    private void hear(Supplier<Said> turn, Said said) {
        if (said.again().isEmpty()) {
            say(said);
        } else if (context.channel().isActive()) {
            var unused = context.executor()
                    .schedule(() -> work(turn), said.again().get().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void say(Said said) {
        if (ended) {
            return;
        }
        if (said.last()) {
            part(said.message());
        } else {
            var unused = context.writeAndFlush(said.message(), context.voidPromise());
            next();
        }
    }

    private void part(Object lastWord) {
        ended = true;
        waiting.clear();
        var unusedWrite = context.writeAndFlush(lastWord).addListener(this::turnAway);
        var unusedTimer = context.executor()
                .schedule(() -> hangUp(context), DoorLimits.PARTING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turnAway(Future<?> written) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (!written.isSuccess() || peerDone) {
            hangUp(context);
        } else if (tls != null) {
            var unused = tls.closeOutbound();
        } else if (context.channel() instanceof SocketChannel socket) {
            var unused = socket.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        context.channel().config().setAutoRead(true);
    }

    private void close() {
        ended = true;
        waiting.clear();
        hangUp(context);
    }

    /** Closes without waiting for it. */
    static void hangUp(ChannelHandlerContext context) {
        var unused = context.close();
    }
}
