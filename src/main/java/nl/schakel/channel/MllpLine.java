package nl.schakel.channel;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.schakel.egress.Egress;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.NettyProducer;
import org.apache.camel.component.netty.handlers.ClientChannelHandler;
import org.jspecify.annotations.Nullable;

/** A connection to a partner that takes HL7 v2. */
final class MllpLine extends ClientInitializerFactory {
    private final Optional<SSLContext> tls;
    private final Duration limit;
    private final Egress egress;
    private final @Nullable NettyProducer producer;

    MllpLine(Optional<SSLContext> tls, Duration limit, Egress egress) {
        this(tls, limit, egress, null);
    }

    private MllpLine(Optional<SSLContext> tls, Duration limit, Egress egress, @Nullable NettyProducer producer) {
        this.tls = tls;
        this.limit = limit;
        this.egress = egress;
        this.producer = producer;
    }

    @Override
    public ClientInitializerFactory createPipelineFactory(NettyProducer opened) {
        return new MllpLine(tls, limit, egress, opened);
    }

    @Override
    protected void initChannel(Channel channel) {
        NettyProducer opened = Objects.requireNonNull(producer);
        var partner = opened.getConfiguration();
        channel.pipeline().addLast(new GuardedLine(egress, partner.getHost()));
        tls.ifPresent(context -> {
            SslHandler handler = new SslHandler(DoorTls.clientEngine(context, partner.getHost(), partner.getPort()));
            handler.setHandshakeTimeoutMillis(DoorLimits.HANDSHAKE.toMillis());
            channel.pipeline().addLast(handler);
        });
        channel.pipeline()
                .addLast(new MllpFraming(DoorLimits.ANSWER_BYTES))
                .addLast(new MllpExchange(limit))
                .addLast("handler", new ClientChannelHandler(opened));
    }
}
