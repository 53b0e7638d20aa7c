package nl.schakel.journal;

import java.util.List;
import java.util.Optional;
import nl.schakel.audit.AuditEvent;
import nl.schakel.audit.AuditLog;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;

/** Takes note of what was not accepted: the code alone, for the rest of the problem speaks about the message. */
final class Refusals {
    private final Transactions transactions;

    Refusals(Transactions transactions) {
        this.transactions = transactions;
    }

    void note(Optional<PartnerId> sender, String door, Problem problem) {
        var event = new AuditEvent(
                "accept",
                sender.map(PartnerId::value),
                Optional.empty(),
                door,
                "refused",
                problem.code().id());
        transactions.atOnce(connection -> {
            AuditLog.append(connection, List.of(event));
            return event;
        });
    }
}
