package nl.schakel.channel;

import io.netty.channel.ChannelPipeline;
import nl.schakel.egress.Egress;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQClientProtocolManager;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQClientProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.remoting.ClientProtocolManager;

/** The broker's own protocol, over lines that lead to an address that may be called. */
final class GuardedProtocol extends ActiveMQClientProtocolManagerFactory {
    private static final long serialVersionUID = 1L;

    private final transient Egress egress;
    private final String host;

    /** @param host as it was called by */
    GuardedProtocol(Egress egress, String host) {
        this.egress = egress;
        this.host = host;
    }

    @Override
    public ClientProtocolManager newProtocolManager() {
        return new ActiveMQClientProtocolManager() {
            @Override
            public void addChannelHandlers(ChannelPipeline pipeline) {
                super.addChannelHandlers(pipeline);
                pipeline.addFirst(new GuardedLine(egress, host));
            }
        };
    }
}
