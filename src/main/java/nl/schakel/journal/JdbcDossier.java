package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Beforehand.Part;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import org.jspecify.annotations.Nullable;

/** A client's dossier within one transaction: what every release reads is read beforehand. */
final class JdbcDossier implements Dossier {
    private static final String REFERRALS =
            "select year, number from schakel.transition where stream = ? order by opened_at, number";

    /** A work item has one decision for each attempt; the last one before it left is the one that counts. */
    private static final String RELEASED = DossierRows.DECISION + """
            join schakel.work w on w.id = d.work_id
            where d.year = ? and d.number = ? and (w.state = 'SENDING' or w.reached or w.evidence is not null)
            order by d.decided_at, d.id""";

    /** What was given up or stopped has another word as its reason. */
    private static final String DELIVERED = """
            select 1 from schakel.work w where w.year = ? and w.number = ? and w.destination = ? and w.kind = 'DELIVER'
            and w.state = 'DONE' and w.evidence is not null and coalesce(w.reason, '') = '' limit 1""";

    private static final String UNDERWAY = DossierRows.DECISION + """
            join schakel.work w on w.id = d.work_id
            where d.year = ? and d.number = ? and w.blocking
            and not (w.state = 'SENDING' or w.reached or w.evidence is not null)
            and exists (select 1 from schakel.outgoing o where o.work_id = w.id)
            order by d.decided_at, d.id""";

    private static final String DECISION_OF =
            DossierRows.DECISION + "where d.work_id = ? order by d.decided_at desc limit 1";
    private static final String AWAITS = """
            select 1 from schakel.work w where year = ? and number = ? and destination = ? and kind = 'DELIVER'
            and blocking and not exists (select 1 from schakel.outgoing o where o.work_id = w.id) limit 1""";

    private final JdbcLedger ledger;
    private final DossierWrites writes;
    private final byte[] stream;
    private final Kept<ConsentRow> consents = new Kept<>(DossierRows.CONSENTS, DossierRows::consent);
    private final Kept<OpeningRow> openings = new Kept<>(DossierRows.OPENINGS, DossierRows::opening);
    private final Kept<ConflictRow> conflicts = new Kept<>(DossierRows.CONFLICTS, DossierRows::conflict);
    private final Kept<ProtectionRow> protections = new Kept<>(DossierRows.PROTECTIONS, DossierRows::protection);
    private final Kept<TieRow> ties = new Kept<>(DossierRows.TIES, DossierRows::tie);
    private final Kept<JoinedRow> joined = new Kept<>(DossierRows.JOINED, DossierRows::joined);
    private final Kept<ClaimRow> claims = new Kept<>(DossierRows.CLAIMS, DossierRows::claim);
    private @Nullable Earlier earlier;
    private @Nullable Known amended;
    private boolean headKnown;
    private Optional<Head> head = Optional.empty();

    JdbcDossier(JdbcLedger ledger, Connection connection, byte[] stream) {
        this.ledger = ledger;
        this.stream = stream.clone();
        this.writes = new DossierWrites(ledger, connection, this.stream);
    }

    /** Rows about the client, read when they are first asked for and kept until they change. */
    private final class Kept<T> {
        private final String sql;
        private final Sql.Row<T> row;
        private @Nullable List<T> known;

        Kept(String sql, Sql.Row<T> row) {
            this.sql = sql;
            this.row = row;
        }

        List<T> rows() {
            List<T> rows = known;
            if (rows == null) {
                rows = List.copyOf(
                        ledger.found(script -> script.ask(sql, row, stream)).rows());
                known = rows;
            }
            return rows;
        }

        /** Asks for them where there are any; what comes back says when it was answered. */
        Runnable ask(Script script, boolean areThere) {
            if (!areThere) {
                known = List.of();
                return () -> {};
            }
            Script.Reply<T> reply = script.ask(sql, row, stream);
            return () -> known = List.copyOf(reply.rows());
        }

        void forget() {
            known = null;
        }
    }

    /** The amendments of the referral that the item is about. */
    private record Known(ReferralReference reference, List<Amended> amendments) {}

    /** Takes in what there is; what it is comes with one more question, of which most clients need none. */
    void know(Beforehand there, Optional<ReferralReference> reference, Connection connection) throws SQLException {
        head = there.head();
        headKnown = true;
        Script script = new Script();
        List<Runnable> answered = List.of(
                consents.ask(script, there.parts().contains(Part.CONSENT)),
                openings.ask(script, there.parts().contains(Part.OPENING)),
                conflicts.ask(script, there.parts().contains(Part.CONFLICT)),
                protections.ask(script, there.parts().contains(Part.PROTECTION)),
                ties.ask(script, there.parts().contains(Part.TIE)),
                joined.ask(script, there.parts().contains(Part.JOINED)),
                claims.ask(script, there.parts().contains(Part.FAMILY_CLAIM)));
        if (!there.parts().contains(Part.AMENDMENT)) {
            amended = reference.map(about -> new Known(about, List.of())).orElse(null);
        }
        if (!script.isEmpty()) {
            script.run(connection);
            answered.forEach(Runnable::run);
        }
    }

    @Override
    public byte[] stream() {
        return stream.clone();
    }

    @Override
    public List<ConsentRow> consents() {
        return consents.rows();
    }

    @Override
    public List<OpeningRow> openings() {
        return openings.rows();
    }

    @Override
    public List<ConflictRow> conflicts() {
        return conflicts.rows();
    }

    @Override
    public List<ProtectionRow> protections() {
        return protections.rows();
    }

    @Override
    public List<TieRow> ties() {
        return ties.rows();
    }

    @Override
    public List<JoinedRow> joined() {
        return joined.rows();
    }

    @Override
    public byte[] recordedUnder(UUID id, int version) {
        return under(Earlier.name(id, version));
    }

    @Override
    public byte[] openedUnder(ReferralReference reference) {
        return under(Earlier.name(reference));
    }

    /** Most clients have one number for ever, and then nothing is asked. */
    private byte[] under(String name) {
        if (joined().isEmpty()) {
            return stream();
        }
        Earlier known = earlier;
        if (known == null) {
            known = ledger.found(s -> Earlier.ask(s, stream)).rows().stream()
                    .collect(Earlier::new, Earlier::add, Earlier::addAll);
            earlier = known;
        }
        return known.of(name).orElseGet(this::stream);
    }

    @Override
    public void takeOver(JoinedRow other) {
        consents.forget();
        openings.forget();
        conflicts.forget();
        protections.forget();
        claims.forget();
        numbersChanged();
        ledger.later(script -> Joins.takeOver(script, other, stream));
        ledger.numbersChanged();
    }

    void numbersChanged() {
        ties.forget();
        joined.forget();
        earlier = null;
    }

    @Override
    public Optional<Head> head() {
        if (!headKnown) {
            head = ledger.found(s -> s.ask(DossierRows.HEAD, DossierRows::head, stream))
                    .first();
            headKnown = true;
        }
        return head;
    }

    @Override
    public void record(ConsentRow consent) {
        consents.forget();
        writes.record(consent);
    }

    @Override
    public void save(OpeningRow opening) {
        openings.forget();
        writes.save(opening);
    }

    @Override
    public void awaitReview(OpeningRow opening, String reason) {
        writes.awaitReview(opening, reason);
    }

    @Override
    public void reviewed(OpeningRow opening) {
        writes.reviewed(opening);
    }

    @Override
    public void save(ConflictRow conflict) {
        conflicts.forget();
        writes.save(conflict);
    }

    @Override
    public void save(ProtectionRow protection) {
        protections.forget();
        writes.save(protection);
    }

    @Override
    public void save(TieRow tie) {
        ties.forget();
        writes.save(tie);
    }

    @Override
    public void seal(Head newHead) {
        head = Optional.of(newHead);
        headKnown = true;
        writes.seal(newHead);
    }

    @Override
    public boolean holdsConsentsOf(UUID inboxId) {
        return consents().stream()
                .anyMatch(row -> row.inboxId().filter(inboxId::equals).isPresent());
    }

    @Override
    public List<ReferralReference> referrals() {
        return ledger.found(s -> s.ask(REFERRALS, Sql::reference, stream)).rows();
    }

    @Override
    public void claim(byte[] name, PartnerId sender, ReferralReference reference) {
        claims.forget();
        writes.claim(name, sender, reference);
    }

    @Override
    public List<ClaimRow> claims() {
        return claims.rows();
    }

    @Override
    public Optional<UUID> toldFamily(PartnerId receiver) {
        return ledger.found(s -> s.ask(
                        DossierRows.FAMILY_NUMBER,
                        row -> row.getObject("family", UUID.class),
                        stream,
                        receiver.value()))
                .first();
    }

    @Override
    public void tellFamily(PartnerId receiver, UUID family) {
        writes.tellFamily(receiver, family);
    }

    @Override
    public List<Asked> asked(int most) {
        return ledger.found(s -> s.ask(DossierRows.ASKED, DossierRows::asked, stream, most))
                .rows();
    }

    @Override
    public void amend(ReferralReference reference, UUID inboxId) {
        amended = null;
        writes.amend(reference, inboxId);
    }

    @Override
    public List<Amended> amendments(ReferralReference reference) {
        Known known = amended;
        return known != null && known.reference().equals(reference)
                ? known.amendments()
                : List.copyOf(ledger.found(s -> s.ask(
                                DossierRows.AMENDMENTS, DossierRows::amended, reference.year(), reference.number()))
                        .rows());
    }

    @Override
    public void reconsider(ReferralReference reference) {
        writes.look(reference, WorkItem.RECONSIDER);
    }

    @Override
    public void reconsiderKin(ReferralReference reference) {
        writes.look(reference, WorkItem.KIN);
    }

    @Override
    public void wake(ReferralReference reference) {
        writes.wake(reference);
    }

    @Override
    public void unpark(ReferralReference reference) {
        writes.unpark(reference);
    }

    @Override
    public void decided(DecisionRow decision) {
        writes.decided(decision);
    }

    @Override
    public List<DecisionRow> released(ReferralReference reference) {
        return ledger.found(s -> s.ask(RELEASED, DossierRows::decision, reference.year(), reference.number()))
                .rows();
    }

    @Override
    public boolean delivered(ReferralReference reference, PartnerId receiver) {
        return ledger.found(s -> s.ask(DELIVERED, row -> true, reference.year(), reference.number(), receiver.value()))
                .first()
                .isPresent();
    }

    @Override
    public List<DecisionRow> underway(ReferralReference reference) {
        return ledger.found(s -> s.ask(UNDERWAY, DossierRows::decision, reference.year(), reference.number()))
                .rows();
    }

    @Override
    public Optional<DecisionRow> decisionOf(UUID workId) {
        return ledger.found(s -> s.ask(DECISION_OF, DossierRows::decision, workId))
                .first();
    }

    @Override
    public List<NoticeRow> notices(ReferralReference reference) {
        return ledger.found(s -> s.ask(
                        DossierRows.NOTICE + "where year = ? and number = ? order by made_at, id",
                        DossierRows::notice,
                        reference.year(),
                        reference.number()))
                .rows();
    }

    @Override
    public boolean awaits(ReferralReference reference, PartnerId receiver) {
        return ledger.found(s -> s.ask(AWAITS, row -> true, reference.year(), reference.number(), receiver.value()))
                .first()
                .isPresent();
    }

    @Override
    public List<ConflictRow> conflicts(ReferralReference reference) {
        return ledger.found(s ->
                        s.ask(DossierRows.CONFLICTS_ABOUT, DossierRows::conflict, reference.year(), reference.number()))
                .rows();
    }

    @Override
    public List<LookRow> looks(ReferralReference reference) {
        return ledger.found(s -> s.ask(DossierRows.LOOKS, DossierRows::look, reference.year(), reference.number()))
                .rows();
    }

    @Override
    public void save(LookRow look) {
        writes.save(look);
    }

    @Override
    public void resume(ReferralReference reference, PartnerId receiver) {
        writes.resume(reference, receiver);
    }

    @Override
    public void save(NoticeRow notice) {
        writes.save(notice);
    }

    @Override
    public Optional<NoticeRow> notice(UUID id, PartnerId receiver) {
        return ledger.found(s -> s.ask(
                        DossierRows.NOTICE + "where id = ? and receiver = ?",
                        DossierRows::notice,
                        id,
                        receiver.value()))
                .first();
    }
}
