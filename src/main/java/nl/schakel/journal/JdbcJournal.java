package nl.schakel.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** The journal in PostgreSQL: every method is one transaction, and each has a class of its own. */
final class JdbcJournal implements Journal {
    private final AcceptTransaction accepting;
    private final Refusals refusals;
    private final Claims claims;
    private final Preparation preparation;
    private final Settlement settlement;
    private final Returns returns;
    private final OutboxRelay relay;
    private final Sweep sweep;
    private final Holds holds;
    private final Reading reading;
    private final CodeGaps codeGaps;
    private final Repetition repetition;

    JdbcJournal(DataSource source, PartnerTerms terms) {
        Transactions transactions = new Transactions(source);
        refusals = new Refusals(transactions);
        accepting = new AcceptTransaction(transactions, refusals);
        settlement = new Settlement(transactions, terms);
        claims = new Claims(transactions, terms, settlement);
        preparation = new Preparation(transactions);
        returns = new Returns(transactions);
        relay = new OutboxRelay(transactions);
        sweep = new Sweep(transactions);
        holds = new Holds(source);
        reading = new Reading(transactions);
        codeGaps = new CodeGaps(transactions);
        repetition = new Repetition(transactions);
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        return accepting.accept(acceptance);
    }

    @Override
    public Optional<Accepted.Committed> earlier(PartnerId sender, String messageId, byte[] bytes) {
        return repetition.of(sender, messageId, bytes);
    }

    @Override
    public void refused(Optional<PartnerId> sender, String door, Problem problem) {
        refusals.note(sender, door, problem);
    }

    @Override
    public List<WorkItem> claim(List<UUID> ids) {
        return claims.claim(ids);
    }

    @Override
    public Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
        return preparation.prepare(item, handler);
    }

    @Override
    public void settle(WorkItem item, Sent sent) {
        settlement.settle(item, sent);
    }

    @Override
    public void giveBack(List<WorkItem> unbegun) {
        returns.takeBack(unbegun);
    }

    @Override
    public List<Ready> ready(List<UUID> ids) {
        return relay.ready(ids);
    }

    @Override
    public Page waiting(PartnerId partner, Optional<UUID> after, int most) {
        return claims.waiting(partner, after, most);
    }

    @Override
    public int relay(int most, Consumer<List<Ready>> publish) {
        return relay.relay(most, publish);
    }

    @Override
    public int sweep() {
        return sweep.sweep();
    }

    @Override
    public void hold(PartnerId partner, Cause cause, Duration time) {
        holds.hold(partner, cause, time);
    }

    @Override
    public void release(PartnerId partner) {
        holds.release(partner);
    }

    @Override
    public List<Hold> holds() {
        return holds.list();
    }

    @Override
    public List<TraceLine> trace(ReferralReference reference) {
        return reading.trace(reference);
    }

    @Override
    public Optional<Overview> overview(ReferralReference reference) {
        return reading.overview(reference);
    }

    @Override
    public Optional<Ledger.TaskRow> task(UUID taskId, PartnerId receiver) {
        return reading.task(taskId, receiver);
    }

    @Override
    public List<MissingCode> missingCodes() {
        return codeGaps.list();
    }

    @Override
    public int resumeWaitingForCodes(String mappingSet) {
        return codeGaps.resume(mappingSet);
    }

    @Override
    public Optional<ReferralReference> sentAs(PartnerId receiver, String name) {
        return reading.sentAs(receiver, name);
    }

    @Override
    public Backlog backlog() {
        return reading.backlog();
    }
}
