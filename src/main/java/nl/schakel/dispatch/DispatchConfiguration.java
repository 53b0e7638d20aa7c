package nl.schakel.dispatch;

import java.nio.file.Path;
import nl.schakel.journal.Journal;
import nl.schakel.journal.WorkHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together: started after the journal and the hall it needs, closed before them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DispatchSettings.class)
class DispatchConfiguration {

    /** Artemis prints every message it handles at INFO through these. */
    private static final String AUDIT_LOGGER = "org.apache.activemq.audit";

    /** Its stack traces and its advice about queues we do not want: the room says itself what matters. */
    private static final String BROKER_LOGGER = "org.apache.activemq.artemis";

    @Bean(destroyMethod = "close")
    Broker broker(DispatchSettings settings, @Value("${schakel.home}") Path home) {
        LoggingSystem logging = LoggingSystem.get(DispatchConfiguration.class.getClassLoader());
        logging.setLogLevel(AUDIT_LOGGER, LogLevel.OFF);
        logging.setLogLevel(BROKER_LOGGER, LogLevel.OFF);
        return settings.broker().isOutside()
                ? Broker.external(settings.broker())
                : Broker.embedded(home.resolve("broker"));
    }

    @Bean(destroyMethod = "close")
    Dispatcher dispatcher(
            Journal journal,
            WorkHandler handler,
            Broker broker,
            DispatchSettings settings,
            ObjectProvider<CallLimits> limits,
            ObjectProvider<WorkGate> gate) {
        Dispatcher dispatcher =
                new Dispatcher(journal, handler, broker, settings, limits.getIfAvailable(() -> CallLimits.NONE));
        if (gate.getIfAvailable(() -> () -> true).isOpen()) {
            dispatcher.start();
        }
        return dispatcher;
    }

    @Bean
    DispatchHealth dispatchHealthIndicator(Dispatcher dispatcher) {
        return new DispatchHealth(dispatcher);
    }
}
