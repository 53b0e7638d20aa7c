package nl.schakel.channel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import nl.schakel.egress.Egress;
import nl.schakel.egress.EgressRefused;

/**
 * Lets a connection through to an address that may be called. What arrives here was resolved by the caller and is what is
 * connected to: nothing is resolved after it.
 */
final class GuardedLine extends ChannelOutboundHandlerAdapter {
    private final Egress egress;
    private final String host;

    /** @param host as it was called by */
    GuardedLine(Egress egress, String host) {
        this.egress = egress;
        this.host = host;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        InetSocketAddress to = (InetSocketAddress) remote;
        try {
            egress.check(host, to.getAddress(), to.getPort());
        } catch (EgressRefused refused) {
            promise.setFailure(refused);
            return;
        }
        var unused = context.connect(remote, local, promise);
    }
}
