package nl.schakel.channel;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import nl.schakel.pipeline.FrontDesk;

/** What doors share: who works behind them, what secures them and how long they wait for a whole message. */
record DoorFrame(FrontDesk desk, Executor workers, Duration patience, Optional<DoorTls> tls) {

    void secure(ChannelPipeline pipeline) {
        tls.ifPresent(lock -> {
            SslHandler handler = new SslHandler(lock.serverEngine());
            handler.setHandshakeTimeoutMillis(DoorLimits.HANDSHAKE.toMillis());
            pipeline.addLast(handler);
        });
    }
}
