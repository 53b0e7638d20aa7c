package nl.schakel;

import java.time.Clock;
import nl.schakel.audit.Continuity;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.dispatch.CallLimits;
import nl.schakel.dispatch.Dispatcher;
import nl.schakel.dispatch.WorkGate;
import nl.schakel.journal.DeliveryTerms;
import nl.schakel.journal.PartnerTerms;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The frame around the rooms: what joins rooms that do not know each other. */
@SpringBootApplication(proxyBeanMethods = false)
class Gateway {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** New work is relayed at once instead of at the next look; looked up late, because the hall stands before it. */
    @Bean
    Runnable afterAccept(ObjectProvider<Dispatcher> dispatcher) {
        return () -> dispatcher.getObject().nudge();
    }

    /** Out of an old backup nothing is sent: it may have been sent already. */
    @Bean
    WorkGate workGate(Continuity continuity) {
        return () -> continuity.broken().isEmpty();
    }

    /** What the partner files say about calls at once. */
    @Bean
    CallLimits callLimits(Directory directory) {
        return directory::callsAtOnce;
    }

    /** What the partner files say about trying again. */
    @Bean
    PartnerTerms partnerTerms(Directory directory) {
        return id -> directory
                .partner(id)
                .map(Gateway::terms)
                .orElseGet(() -> DeliveryTerms.of(DeliveryTerms.DeliveryClass.C));
    }

    private static DeliveryTerms terms(Partner partner) {
        return new DeliveryTerms(
                DeliveryTerms.DeliveryClass.valueOf(partner.deliveryClass()),
                partner.retry(),
                partner.retry().isEmpty()
                        ? DeliveryTerms.ATTEMPTS
                        : partner.retry().size() + 1);
    }
}
