package nl.schakel.pipeline;

import nl.schakel.directory.Directory;
import nl.schakel.journal.Beats;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.WorkList;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorkDeskConfiguration {

    @Bean
    WorkDesk workDesk(
            WorkList work,
            Pauses pauses,
            Directory directory,
            Quotas quotas,
            Journal journal,
            Beats beats,
            @Qualifier("afterAccept") Runnable afterAccept) {
        return new WorkDesk(work, pauses, directory, quotas, journal, beats, afterAccept);
    }
}
