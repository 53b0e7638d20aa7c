package nl.schakel.proof;

import nl.schakel.audit.AuditProofs;
import nl.schakel.journal.LaterReceipts;
import nl.schakel.seal.LatestCheckpoint;
import nl.schakel.seal.ReceiptWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProofConfiguration {

    @Bean(initMethod = "start")
    ReceiptClerk receiptClerk(
            LaterReceipts laterReceipts, AuditProofs auditProofs, LatestCheckpoint checkpoints, ReceiptWriter writer) {
        return new ReceiptClerk(laterReceipts, auditProofs, checkpoints, writer);
    }
}
