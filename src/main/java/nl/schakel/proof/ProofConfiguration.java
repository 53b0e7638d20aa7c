package nl.schakel.proof;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nl.schakel.audit.AuditProofs;
import nl.schakel.audit.StampDesk;
import nl.schakel.journal.LaterReceipts;
import nl.schakel.journal.ReferralFile;
import nl.schakel.seal.EvidenceSeal;
import nl.schakel.seal.LatestCheckpoint;
import nl.schakel.seal.ReceiptWriter;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.RevocationWatch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ProofConfiguration {

    @Bean(initMethod = "start")
    ReceiptClerk receiptClerk(
            LaterReceipts laterReceipts, AuditProofs auditProofs, LatestCheckpoint checkpoints, ReceiptWriter writer) {
        return new ReceiptClerk(laterReceipts, auditProofs, checkpoints, writer);
    }

    @Bean
    Evidence evidence(
            DataSource source,
            LaterReceipts laterReceipts,
            AuditProofs auditProofs,
            StampDesk stamps,
            RevocationWatch revocations,
            Sealer sealer,
            Clock clock,
            @Value("${schakel.trust.pki}") Path pki,
            Environment settings) {
        Path ca = pki.resolve("ca");
        List<Path> anchors = files(settings, "schakel.trust.anchors");
        List<Path> believed =
                anchors.isEmpty() ? List.of(ca.resolve("root.crt"), ca.resolve("intermediate.crt")) : anchors;
        return new Evidence(
                source,
                new ReferralFile(source),
                laterReceipts,
                auditProofs,
                stamps,
                new EvidenceSeal(sealer),
                new TrustFiles(
                        Stream.concat(believed.stream(), files(settings, "schakel.audit.tsa-anchors").stream())
                                .distinct()
                                .toList(),
                        ca,
                        files(settings, "schakel.trust.crls"),
                        revocations::lists,
                        revocations::answers),
                clock);
    }

    /** Settings of other rooms, which keep them to themselves. */
    private static List<Path> files(Environment settings, String name) {
        return Binder.get(settings).bind(name, Bindable.listOf(Path.class)).orElseGet(List::of);
    }
}
