package nl.schakel.channel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The other end of a connection, as the transport knows it. */
record Peer(String address, List<X509Certificate> certificates) {
    private static final AttributeKey<Peer> KNOWN = AttributeKey.valueOf(Peer.class, "known");

    static Peer of(ChannelHandlerContext context) {
        Peer known = context.channel().attr(KNOWN).get();
        if (known != null) {
            return known;
        }
        Peer peer = new Peer(address(context), certificates(context.pipeline().get(SslHandler.class)));
        context.channel().attr(KNOWN).set(peer);
        return peer;
    }

    private static String address(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
    }

    private static List<X509Certificate> certificates(@org.jspecify.annotations.Nullable SslHandler tls) {
        if (tls == null) {
            return List.of();
        }
        try {
            return Arrays.stream(tls.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException anonymous) {
            return List.of();
        }
    }
}
