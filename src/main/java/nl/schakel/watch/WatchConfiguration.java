package nl.schakel.watch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import nl.schakel.directory.Directory;
import nl.schakel.egress.Egress;
import nl.schakel.journal.Alerts;
import nl.schakel.journal.Backlogs;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.Pulse;
import nl.schakel.journal.Reconciliation;
import nl.schakel.journal.Retention;
import nl.schakel.journal.Unanswered;
import nl.schakel.journal.WorkList;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WatchSettings.class, RetentionSettings.class})
class WatchConfiguration {

    @Bean(destroyMethod = "close")
    Watch watch(
            Reconciliation reconciliation,
            Pulse pulse,
            WorkList work,
            Pauses pauses,
            DiskRoom diskRoom,
            Backlogs backlogs,
            Alerts alerts,
            Journal journal,
            Directory directory,
            Unanswered unanswered,
            Retention retention,
            RetentionSettings terms,
            MeterRegistry meters,
            WatchSettings settings,
            Egress egress,
            Clock clock) {
        Rounds rounds = new Rounds(
                reconciliation, pulse, work, pauses, diskRoom, backlogs, unanswered, directory, settings, clock);
        return new Watch(
                        rounds,
                        alerts,
                        new Hook(alerts, settings.hook(), egress),
                        new Eraser(unanswered, retention, terms, clock),
                        new Gauges(alerts, journal, diskRoom, backlogs, reconciliation, meters),
                        settings.every())
                .started();
    }
}
