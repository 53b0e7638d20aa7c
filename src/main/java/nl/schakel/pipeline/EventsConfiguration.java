package nl.schakel.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import nl.schakel.directory.Directory;
import nl.schakel.fhir.Notifications;
import nl.schakel.journal.Beats;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Events;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.WorkList;
import nl.schakel.seal.Sealer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What partners may ask of what there was for them, and how they are told that there was nothing. */
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

    @Bean
    OwnEvents ownEvents(
            Events events,
            Journal journal,
            Pauses pauses,
            WorkList work,
            Clients clients,
            Conflicts conflicts,
            Directory directory) {
        return new OwnEvents(events, journal, pauses, work, clients, conflicts, directory);
    }

    @Bean(destroyMethod = "close")
    Heartbeats heartbeats(
            Directory directory,
            Beats beats,
            OwnEvents ownEvents,
            Notifications notifications,
            Sealer sealer,
            BackDoor backDoor,
            MeterRegistry meters,
            Clock clock) {
        return new Heartbeats(
                        directory,
                        beats,
                        ownEvents,
                        notifications,
                        sealer,
                        backDoor,
                        meters,
                        clock,
                        Heartbeats.callers())
                .started();
    }

    @Bean
    EventReads eventReads(
            OwnEvents ownEvents,
            Notifications notifications,
            GatewayName gateway,
            @Qualifier("afterAccept") Runnable afterAccept,
            Clock clock) {
        return new EventReads(ownEvents, notifications, gateway.baseUrl(), afterAccept, clock);
    }
}
