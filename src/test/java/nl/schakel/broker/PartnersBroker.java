package nl.schakel.broker;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import nl.schakel.ports.FreePorts;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A partner's own message broker as somebody else set it up: over TLS and, for its own programs, without; with users, ten
 * deliveries at most and nowhere to put what had more. What it holds outlives a restart.
 */
public final class PartnersBroker implements AutoCloseable {
    /** A queue that takes one message and no more. */
    public static final String FULL = "vol";

    /** Who the partner's own programs are; the gateway is {@code schakel}. */
    private static final String PARTNER = "partner";

    private static final String GATEWAY = "schakel";
    private static final long SOON = 10_000;

    private final Path folder;
    private final String word;
    private final List<String> queues;
    private final int plain = FreePorts.one();
    private final int secured = FreePorts.one();
    private SSLContext tls;
    private EmbeddedActiveMQ server;

    /** @param word password of both its users */
    public PartnersBroker(Path folder, String word, String... queues) {
        this.folder = folder;
        this.word = word;
        this.queues = List.of(queues);
    }

    /** Starts it, with its own key and whose client certificates it takes. */
    public void start(SSLContext with) throws Exception {
        tls = with;
        start();
    }

    /** Starts it once more. */
    public void start() throws Exception {
        server = new EmbeddedActiveMQ().setConfiguration(plan()).setSecurityManager(security());
        server.start();
        if (!server.getActiveMQServer().waitForActivation(SOON, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("The partner's broker did not start");
        }
    }

    private Configuration plan() throws Exception {
        Map<String, Object> open =
                Map.of(TransportConstants.HOST_PROP_NAME, "127.0.0.1", TransportConstants.PORT_PROP_NAME, plain);
        Map<String, Object> locked = new HashMap<>(open);
        locked.put(TransportConstants.PORT_PROP_NAME, secured);
        locked.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        locked.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, true);
        locked.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, "in the context");
        locked.put("schakel.tls", tls);
        String acceptor = NettyAcceptorFactory.class.getName();
        Configuration plan = new ConfigurationImpl()
                .setName("of-a-partner")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(100_000)
                .setJournalFileSize(1024 * 1024)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration(new TransportConfiguration(acceptor, open, "plain"))
                .addAcceptorConfiguration(new TransportConfiguration(acceptor, locked, "secured"))
                .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(10));
        plan.addAddressSetting(
                FULL,
                new AddressSettings().setMaxSizeBytes(1).setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
        Stream.concat(queues.stream(), Stream.of(FULL))
                .forEach(queue -> plan.addAddressConfiguration(new CoreAddressConfiguration()
                        .setName(queue)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(QueueConfiguration.of(queue)
                                .setAddress(queue)
                                .setRoutingType(RoutingType.ANYCAST)
                                .setDurable(true))));
        plan.getSecurityRoles()
                .put(
                        "#",
                        Set.of(new Role(
                                PARTNER, true, true, false, false, false, false, false, true, false, false, false,
                                false)));
        return plan;
    }

    private ActiveMQJAASSecurityManager security() {
        SecurityConfiguration who = new SecurityConfiguration();
        for (String user : List.of(PARTNER, GATEWAY)) {
            who.addUser(user, word);
            who.addRole(user, PARTNER);
        }
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), who);
    }

    /** Without TLS, for this machine. */
    public int plain() {
        return plain;
    }

    public int secured() {
        return secured;
    }

    /** What the partner's own program does with JMS. */
    public <T> T as(Function<JMSContext, T> program) {
        return as("", program);
    }

    /** The same, with options of its client. */
    public <T> T as(String options, Function<JMSContext, T> program) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + plain + options);
                JMSContext context = factory.createContext(PARTNER, word)) {
            return program.apply(context);
        }
    }

    /** Puts a message there; its id is returned. */
    public String put(String queue, Function<JMSContext, Message> made) {
        return put("", queue, made);
    }

    public String put(String options, String queue, Function<JMSContext, Message> made) {
        return as(options, context -> {
            try {
                Message message = made.apply(context);
                context.createProducer().send(context.createQueue(queue), message);
                return message.getJMSMessageID();
            } catch (JMSException trouble) {
                throw new IllegalStateException(trouble);
            }
        });
    }

    /** Takes the next message of a queue, within ten seconds. */
    public Optional<Message> take(String queue) {
        return as(context -> Optional.ofNullable(
                context.createConsumer(context.createQueue(queue)).receive(SOON)));
    }

    /** Takes all that lie there now. */
    public List<Message> takeAll(String queue) {
        return as(context -> {
            List<Message> all = new ArrayList<>();
            var consumer = context.createConsumer(context.createQueue(queue));
            for (Message one = consumer.receiveNoWait(); one != null; one = consumer.receiveNoWait()) {
                all.add(one);
            }
            return all;
        });
    }

    /** How many lie in it, taken but unconfirmed ones among them. */
    public long count(String queue) {
        return server.getActiveMQServer().locateQueue(SimpleString.of(queue)).getMessageCount();
    }

    /** Puts a message there that JMS would not let anybody make. */
    public void send(String queue, MadeByHand made) {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + plain);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(PARTNER, word, false, true, true, false, 0)) {
            session.createProducer(queue).send(made.by(session));
        } catch (Exception trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    /** Makes a message of the broker's own protocol. */
    public interface MadeByHand {
        ClientMessage by(ClientSession session);
    }

    /** The next message that is sent is kept, and its sender does not hear it. */
    public void losesItsNextConfirmation() {
        RemotingService doors = server.getActiveMQServer().getRemotingService();
        AtomicInteger step = new AtomicInteger();
        doors.addIncomingInterceptor((Interceptor) (packet, line) -> {
            if (packet.getType() == PacketImpl.SESS_SEND) {
                step.compareAndSet(0, 1);
            }
            return true;
        });
        doors.addOutgoingInterceptor((Interceptor)
                (packet, line) -> packet.getType() != PacketImpl.NULL_RESPONSE || !step.compareAndSet(1, 2));
    }

    /** Nothing that is taken or answered counts from now on; counted down when that was tried. */
    public CountDownLatch losesAllCommits() {
        CountDownLatch tried = new CountDownLatch(1);
        server.getActiveMQServer().getRemotingService().addIncomingInterceptor((Interceptor) (packet, line) -> {
            boolean commit = packet.getType() == PacketImpl.SESS_COMMIT;
            if (commit) {
                tried.countDown();
            }
            return !commit;
        });
        return tried;
    }

    /** A queue that does not outlive the broker. */
    public void addPassing(String queue) throws Exception {
        server.getActiveMQServer()
                .createQueue(QueueConfiguration.of(queue)
                        .setAddress(queue)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false));
    }

    /** Who takes from it now. */
    public int consumers(String queue) {
        return server.getActiveMQServer().locateQueue(SimpleString.of(queue)).getConsumerCount();
    }

    public void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
