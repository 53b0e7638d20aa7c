package nl.schakel.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import nl.schakel.egress.Egress;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.camel.Exchange;

/**
 * A partner's broker as its partner file names it. It is spoken to in the core protocol of Artemis and not through JMS:
 * there a message can be looked at before any of its body is read, and given back as if it had never been delivered.
 *
 * @param plain whether the line is not encrypted, which is for this machine alone
 * @param account by which the broker knows us; its password is read whenever a line is opened
 */
record PartnerBroker(
        String host, int port, boolean plain, String account, Secret secret, SSLContext tls, Egress egress) {
    private static final String PLAIN = "jms-line";
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1");

    PartnerBroker {
        if (plain && !HERE.contains(host)) {
            throw new IllegalStateException("A line without TLS leads to this machine alone");
        }
    }

    /** Of the route that an exchange goes by. */
    static PartnerBroker of(Exchange exchange, SSLContext tls, Egress egress) {
        Secret secret = exchange.getContext()
                .getRegistry()
                .lookupByNameAndType(exchange.getProperty("secret", String.class), Secret.class);
        return new PartnerBroker(
                exchange.getProperty("host", String.class),
                Integer.parseInt(exchange.getProperty("port", String.class)),
                PLAIN.equals(exchange.getProperty("line", String.class)),
                exchange.getProperty("account", String.class),
                Objects.requireNonNull(secret),
                tls,
                egress);
    }

    /**
     * Opens a connection, on which nothing is said yet of who we are. Its client says of an address that may not be called no
     * more than that nobody is there, so that it is looked at before.
     *
     * @throws Exception of many kinds when the broker is not there, is not the one named or may not be called
     */
    ClientSessionFactory connect(ServerLocator locator) throws Exception {
        egress.resolve(host, port);
        return locator.createSessionFactory();
    }

    /** Knows this one address; nothing that the broker says of others is followed. */
    ServerLocator locator() {
        ServerLocator locator = ActiveMQClient.createServerLocatorWithoutHA(
                new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters()));
        long call = DoorLimits.BROKER_CALL.toMillis();
        locator.setProtocolManagerFactory(new GuardedProtocol(egress, host).setLocator(locator));
        return locator.setUseTopologyForLoadBalancing(false)
                .setInitialConnectAttempts(1)
                // We connect again ourselves: a client that does it in silence would hide the trouble.
                .setReconnectAttempts(0)
                .setCallTimeout(call)
                .setCallFailoverTimeout(call)
                .setClientFailureCheckPeriod(call)
                .setConnectionTTL(DoorLimits.BROKER_SILENT.toMillis())
                // One message at a time, so that no more than one is in memory and no other is kept from other
                // gateways.
                .setConsumerWindowSize(0)
                // Otherwise a full broker would hold us without end instead of saying no.
                .setProducerWindowSize(-1)
                .setBlockOnDurableSend(true)
                .addIncomingInterceptor(new AsItCame());
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, host);
        parameters.put(TransportConstants.PORT_PROP_NAME, port);
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, (int) DoorLimits.CONNECT.toMillis());
        if (!plain) {
            parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
            parameters.put(TransportConstants.VERIFY_HOST_PROP_NAME, true);
            parameters.put(BrokerTls.CONTEXT, tls);
        }
        return parameters;
    }
}
