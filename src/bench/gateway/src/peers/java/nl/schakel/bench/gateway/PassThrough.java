package nl.schakel.bench.gateway;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.hl7.HL7MLLPNettyDecoderFactory;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.main.Main;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * What an integrator writes in an afternoon: what comes in is put on a persistent queue, then it is answered; from the queue
 * it is posted to the receiver. It reads nothing, decides nothing, seals nothing, and knows no receipts.
 *
 * <p>Arguments: folder, port for HTTP, port for MLLP, port of the receiver for HTTP, of the receiver for MLLP.
 */
public final class PassThrough {
    private static final String MLLP = "sync=true&decoders=#hl7decoder&encoders=#hl7encoder";
    private static final int CONSUMERS = 8;

    private PassThrough() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                // As in the product: the default lets each commit wait 3.3 ms.
                .setJournalBufferTimeout_NIO(100_000)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .addAcceptorConfiguration("inside", "vm://0"));
        broker.start();
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(new ActiveMQConnectionFactory("vm://0"));
        pool.setMaxConnections(CONSUMERS);
        Main main = new Main();
        main.bind("jms", component(pool));
        main.bind("hl7decoder", new HL7MLLPNettyDecoderFactory());
        main.bind("hl7encoder", new HL7MLLPNettyEncoderFactory());
        main.configure().addRoutesBuilder(new Routes(args));
        main.run();
    }

    private static JmsComponent component(ConnectionFactory pool) {
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(pool);
        jms.setDeliveryPersistent(true);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setConcurrentConsumers(CONSUMERS);
        jms.setCacheLevelName("CACHE_CONSUMER");
        return jms;
    }

    private static final class Routes extends RouteBuilder {
        private final String[] args;

        Routes(String[] args) {
            this.args = args.clone();
        }

        @Override
        public void configure() {
            from("netty-http:http://127.0.0.1:" + args[1] + "/in")
                    .convertBodyTo(byte[].class)
                    .removeHeaders("Camel*")
                    .to(ExchangePattern.InOnly, "jms:queue:http")
                    .setBody(constant(""));
            from("jms:queue:http")
                    .setHeader("CamelHttpMethod", constant("POST"))
                    .to("http://127.0.0.1:" + args[3] + "/out");
            from("netty:tcp://127.0.0.1:" + args[2] + "?" + MLLP)
                    .convertBodyTo(byte[].class)
                    .setProperty("asked", body())
                    .to(ExchangePattern.InOnly, "jms:queue:mllp")
                    .setBody(exchangeProperty("asked"))
                    .process(exchange -> exchange.getMessage()
                            .setBody(Acknowledged.of(exchange.getMessage().getBody(byte[].class))));
            from("jms:queue:mllp").to("netty:tcp://127.0.0.1:" + args[4] + "?" + MLLP + "&producerPoolEnabled=true");
        }
    }
}
