package nl.schakel.dispatch;

import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/** How the broker in this process is set up: one queue, no network, little memory. */
final class BrokerPlan {
    /** NIO waits 3.3 ms per commit by default; this is 0.1 ms. */
    private static final int FLUSH_NANOS = 100_000;

    private static final int FILE_BYTES = 1024 * 1024;
    /** More ids than this wait in the outbox, where they belong; the relay tries again. */
    static final long MOST_IDS = 20_000;

    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private BrokerPlan() {}

    static Configuration of(Path files, int number) throws Exception {
        Configuration plan = new ConfigurationImpl().setName("schakel-" + number);
        place(plan, files);
        write(plan);
        restrain(plan);
        plan.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, number), "inside"));
        plan.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(Broker.QUEUE)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(QueueConfiguration.of(Broker.QUEUE)
                        .setAddress(Broker.QUEUE)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)));
        plan.addAddressSetting("#", limits());
        return plan;
    }

    private static void place(Configuration plan, Path files) {
        plan.setPersistenceEnabled(true)
                .setJournalDirectory(files.resolve("journal").toString())
                .setBindingsDirectory(files.resolve("bindings").toString())
                .setPagingDirectory(files.resolve("paging").toString())
                .setLargeMessagesDirectory(files.resolve("large").toString());
    }

    private static void write(Configuration plan) {
        plan.setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(FLUSH_NANOS)
                .setJournalFileSize(FILE_BYTES)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(4)
                // Nobody waits for the broker's disk: an id that it loses is emitted again by the sweeper.
                .setJournalSyncTransactional(false)
                .setJournalSyncNonTransactional(false)
                .setPersistIDCache(false)
                .setIDCacheSize(0);
    }

    private static void restrain(Configuration plan) {
        plan.setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setThreadPoolMaxSize(8)
                .setScheduledThreadPoolMaxSize(2)
                // A disk that is 90 % full would stop the broker without a word; the journal guards the disk.
                .setMaxDiskUsage(-1)
                .setGlobalMaxSize(MOST_BYTES)
                // Its default may halt the whole process.
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
    }

    private static AddressSettings limits() {
        return new AddressSettings()
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setMaxSizeMessages(MOST_IDS)
                .setMaxSizeBytes(MOST_BYTES)
                // BLOCK would make the relay wait with its transaction open, PAGE would grow without an end.
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL);
    }
}
