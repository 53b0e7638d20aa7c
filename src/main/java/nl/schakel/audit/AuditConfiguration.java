package nl.schakel.audit;

import java.time.Clock;
import javax.sql.DataSource;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.GatewayKeys;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    /** The journal brings the tables. */
    @Bean(initMethod = "start")
    @DependsOn("journal")
    Notary auditNotary(DataSource source, @Qualifier("checkpointSealer") Sealer sealer, Clock clock) {
        return new Notary(new AuditTree(source), new Checkpoints(source, sealer, clock));
    }

    @Bean
    AuditExam auditExam(DataSource source, SealVerifier verifier, GatewayKeys keys) {
        return new AuditExam(source, verifier, keys.checkpoint().organisation().oin());
    }
}
