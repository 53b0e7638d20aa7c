package nl.schakel.audit;

import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import nl.schakel.egress.Egress;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TimeStamps;
import nl.schakel.trust.GatewayKeys;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.StampTrust;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {

    @Bean
    @DependsOn("journal")
    Continuity continuity(DataSource source, AuditSettings settings) {
        return new Continuity(source, settings.kept());
    }

    /** The journal brings the tables. */
    @Bean(initMethod = "start")
    @DependsOn("journal")
    Notary auditNotary(
            DataSource source,
            @Qualifier("checkpointSealer") Sealer sealer,
            Clock clock,
            AuditSettings settings,
            Continuity continuity) {
        return new Notary(
                new AuditTree(source), new Checkpoints(source, sealer, clock, settings.checkpoint()), continuity);
    }

    /** Believes nobody's stamps as long as no authority is named. */
    @Bean
    TimeStamps timeStamps(AuditSettings settings) {
        return new TimeStamps(new StampTrust(settings.tsaAnchors().stream()
                .flatMap(file -> KeyFiles.certificates(file).stream())
                .toList()));
    }

    @Bean
    @DependsOn("journal")
    StampClerks stampClerks(DataSource source, TimeStamps timeStamps, AuditSettings settings, Egress egress) {
        return new StampClerks(
                settings.tsaUrl().map(url -> new StampClerk(new Stamps(source), timeStamps, url, egress)));
    }

    /** One clerk where an authority is named, else none. */
    record StampClerks(Optional<StampClerk> clerk) implements StampDesk, AutoCloseable {
        StampClerks {
            clerk.ifPresent(StampClerk::start);
        }

        @Override
        public Optional<byte[]> stamp(byte[] data) {
            return clerk.flatMap(one -> one.stamp(data));
        }

        @Override
        public void close() {
            clerk.ifPresent(StampClerk::close);
        }
    }

    @Bean
    AuditProofs auditProofs(DataSource source) {
        return new AuditProofs(source);
    }

    @Bean
    AuditExam auditExam(DataSource source, SealVerifier verifier, TimeStamps timeStamps, GatewayKeys keys) {
        return new AuditExam(
                source, verifier, timeStamps, keys.checkpoint().organisation().oin());
    }
}
