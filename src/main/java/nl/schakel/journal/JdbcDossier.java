package nl.schakel.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.jspecify.annotations.Nullable;

/** A client's dossier within one transaction: what every release reads is read beforehand, writes are collected. */
final class JdbcDossier implements Dossier {
    private static final String RECORD = """
            insert into schakel.consent (id, version, stream, line, recorder, recorded_at, inbox_id, ordinal, form,
                sha256, mac)
            values (?, ?, ?, ?, ?, ?, ?::uuid, ?, ?, ?, ?)""";
    private static final String SAVE_OPENING = """
            insert into schakel.opening (id, stream, year, number, receiver, purpose, categories, reason, opened_by,
                opened_at, informs_client, silent_because, reviewed_by, reviewed_at, approved, review_words,
                closed_at, mac)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::boolean, ?, ?, ?)
            on conflict (id) do update set reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at,
                approved = excluded.approved, review_words = excluded.review_words, closed_at = excluded.closed_at,
                mac = excluded.mac""";
    /** In a stream of its own: it holds up nothing. */
    private static final String AWAIT_REVIEW = """
            insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, state,
                sweep_at, settled_at, reason)
            select ?, 'REVIEW', year, number, request, ?, ?, sha256(convert_to(?, 'UTF8')), 1, 'PARKED',
                clock_timestamp(), clock_timestamp(), ?
            from schakel.transition where year = ? and number = ? and request is not null
            and not exists (select 1 from schakel.work w where w.year = ? and w.number = ? and w.subject = ?)""";

    private static final String REVIEWED = """
            update schakel.work set state = 'DONE', settled_at = clock_timestamp(), reason = null
            where year = ? and number = ? and kind = 'REVIEW' and subject = ? and state = 'PARKED'""";
    private static final String SAVE_CONFLICT = """
            insert into schakel.conflict (id, stream, kind, party, recorded_by, recorded_at, ended_by, ended_at, mac)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set ended_by = excluded.ended_by, ended_at = excluded.ended_at,
                mac = excluded.mac""";
    private static final String SAVE_PROTECTION = """
            insert into schakel.protection (id, stream, source, recorded_at, inbox_id, ended_by, ended_at, mac)
            values (?, ?, ?, ?, ?::uuid, ?, ?, ?)
            on conflict (id) do update set ended_by = excluded.ended_by, ended_at = excluded.ended_at,
                mac = excluded.mac""";
    private static final String SAVE_TIE = """
            insert into schakel.tie (id, stream, year, number, kin, kin_year, kin_number, family, source, recorded_at,
                confirmed_by, confirmed_at, ended_by, ended_at, mac)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at,
                ended_by = excluded.ended_by, ended_at = excluded.ended_at, mac = excluded.mac""";
    private static final String CLAIM = """
            insert into schakel.family_claim (name, stream, sender, year, number, recorded_at) values (?, ?, ?, ?, ?, ?)
            on conflict (name, stream) do update set year = excluded.year, number = excluded.number""";
    private static final String TELL_FAMILY = """
            insert into schakel.family_number (stream, receiver, family, recorded_at) values (?, ?, ?, ?)
            on conflict (stream, receiver) do nothing""";
    private static final String SEAL = """
            insert into schakel.dossier_head (stream, count, mac) values (?, ?, ?)
            on conflict (stream) do update set count = excluded.count, mac = excluded.mac""";
    private static final String REFERRALS =
            "select year, number from schakel.transition where stream = ? order by opened_at, number";

    /** The request is what is looked at again; while there is only an exit date, nothing was released yet. */
    private static final String RECONSIDER = """
            with asked as (
                select year, number, request, stream from schakel.transition
                where year = ? and number = ? and request is not null
            ), place as (
                insert into schakel.stream (key, destination, last) select stream, '', 1 from asked
                on conflict (key, destination) do update set last = stream.last + 1 returning last
            ), queued as (
                insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at)
                select ?, 'ROUTE', year, number, request, '', ?, stream, last,
                    clock_timestamp() + ? * interval '1 millisecond'
                from asked, place returning id
            )
            insert into schakel.outbox (work_id) select id from queued""";

    private static final String WAKE = """
            with mine as (
                update schakel.work set next_at = clock_timestamp(),
                    sweep_at = clock_timestamp() + ? * interval '1 millisecond'
                where year = ? and number = ? and kind = 'DELIVER' and state = 'OPEN'
                    and next_at > clock_timestamp() and lease_until <= clock_timestamp()
                returning id
            )
            insert into schakel.outbox (work_id) select id from mine order by id""";

    private static final String DECIDED = """
            insert into schakel.decision (id, work_id, year, number, receiver, decided_at, policy, released, content,
                audit, sha256)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String AMEND = """
            insert into schakel.amendment (year, number, inbox_id, recorded_at) values (?, ?, ?, ?)
            on conflict do nothing""";
    /** A work item has one decision for each attempt; the last one before it left is the one that counts. */
    private static final String RELEASED = DossierRows.DECISION + """
            join schakel.work w on w.id = d.work_id
            where d.year = ? and d.number = ? and (w.state = 'SENDING' or w.reached or w.evidence is not null)
            order by d.decided_at, d.id""";

    private static final String DECISION_OF =
            DossierRows.DECISION + "where d.work_id = ? order by d.decided_at desc limit 1";
    private static final String AWAITS = """
            select 1 from schakel.work w where year = ? and number = ? and destination = ? and kind = 'DELIVER'
            and blocking and not exists (select 1 from schakel.outgoing o where o.work_id = w.id) limit 1""";
    private static final String SAVE_LOOK = """
            insert into schakel.look (id, year, number, receiver, item, released, why, words, decided_by, decided_at,
                corrects, corrected_by, mac)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?::uuid, ?)
            on conflict (id) do update set corrected_by = excluded.corrected_by, mac = excluded.mac""";
    /** A park says first by which problem. */
    private static final String LOOKED_AT = """
            with mine as (
                update schakel.work set %s
                where year = ? and number = ? and destination = ? and kind = 'DELIVER' and state = 'PARKED'
                    and reason like ?
                returning id
            )
            insert into schakel.outbox (work_id) select id from mine order by id""".formatted(WorkSql.AGAIN);

    private static final String SAVE_NOTICE = """
            insert into schakel.notice (id, year, number, task_id, receiver, kind, categories, by_protocol, made_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set status = ?, version = ?,
                acknowledged_at = coalesce(notice.acknowledged_at, ?),
                acknowledged_by = coalesce(notice.acknowledged_by, ?)""";

    private final JdbcLedger ledger;
    private final Connection connection;
    private final byte[] stream;
    private @Nullable List<ConsentRow> consents;
    private @Nullable List<OpeningRow> openings;
    private @Nullable List<ConflictRow> conflicts;
    private @Nullable List<ProtectionRow> protections;
    private @Nullable List<TieRow> ties;
    private @Nullable List<JoinedRow> joined;
    private @Nullable Earlier earlier;
    private @Nullable Known amended;
    private boolean headKnown;
    private Optional<Head> head = Optional.empty();

    JdbcDossier(JdbcLedger ledger, Connection connection, byte[] stream) {
        this.ledger = ledger;
        this.connection = connection;
        this.stream = stream.clone();
    }

    /** The amendments of the referral that the item is about. */
    private record Known(ReferralReference reference, List<Amended> amendments) {}

    /** What is read together with the item, answered after the script ran. */
    record Beforehand(
            ReferralReference reference,
            Script.Reply<Amended> amendments,
            Script.Reply<ConsentRow> consents,
            Script.Reply<OpeningRow> openings,
            Script.Reply<ConflictRow> conflicts,
            Script.Reply<ProtectionRow> protections,
            Script.Reply<TieRow> ties,
            Script.Reply<JoinedRow> joined,
            Script.Reply<Head> head) {
        static Beforehand ask(Script script, String streamOfItem, UUID workId, ReferralReference reference) {
            return new Beforehand(
                    reference,
                    script.ask(DossierRows.AMENDMENTS, DossierRows::amended, reference.year(), reference.number()),
                    script.ask(DossierRows.CONSENTS.replace("?", streamOfItem), DossierRows::consent, workId),
                    script.ask(DossierRows.OPENINGS.replace("?", streamOfItem), DossierRows::opening, workId),
                    script.ask(DossierRows.CONFLICTS.replace("?", streamOfItem), DossierRows::conflict, workId),
                    script.ask(DossierRows.PROTECTIONS.replace("?", streamOfItem), DossierRows::protection, workId),
                    script.ask(DossierRows.TIES.replace("?", streamOfItem), DossierRows::tie, workId),
                    script.ask(DossierRows.JOINED.replace("?", streamOfItem), DossierRows::joined, workId),
                    script.ask(DossierRows.HEAD.replace("?", streamOfItem), DossierRows::head, workId));
        }
    }

    void knows(Beforehand read) {
        consents = List.copyOf(read.consents().rows());
        openings = List.copyOf(read.openings().rows());
        conflicts = List.copyOf(read.conflicts().rows());
        protections = List.copyOf(read.protections().rows());
        ties = List.copyOf(read.ties().rows());
        joined = List.copyOf(read.joined().rows());
        amended = new Known(read.reference(), List.copyOf(read.amendments().rows()));
        head = read.head().first();
        headKnown = true;
    }

    @Override
    public byte[] stream() {
        return stream.clone();
    }

    @Override
    public List<ConsentRow> consents() {
        List<ConsentRow> known = consents;
        if (known == null) {
            known = List.copyOf(ledger.found(s -> s.ask(DossierRows.CONSENTS, DossierRows::consent, stream))
                    .rows());
            consents = known;
        }
        return known;
    }

    @Override
    public List<OpeningRow> openings() {
        List<OpeningRow> known = openings;
        if (known == null) {
            known = List.copyOf(ledger.found(s -> s.ask(DossierRows.OPENINGS, DossierRows::opening, stream))
                    .rows());
            openings = known;
        }
        return known;
    }

    @Override
    public List<ConflictRow> conflicts() {
        List<ConflictRow> known = conflicts;
        if (known == null) {
            known = List.copyOf(ledger.found(s -> s.ask(DossierRows.CONFLICTS, DossierRows::conflict, stream))
                    .rows());
            conflicts = known;
        }
        return known;
    }

    @Override
    public List<ProtectionRow> protections() {
        List<ProtectionRow> known = protections;
        if (known == null) {
            known = List.copyOf(ledger.found(s -> s.ask(DossierRows.PROTECTIONS, DossierRows::protection, stream))
                    .rows());
            protections = known;
        }
        return known;
    }

    @Override
    public List<TieRow> ties() {
        List<TieRow> known = ties;
        if (known == null) {
            known = List.copyOf(ledger.found(s -> s.ask(DossierRows.TIES, DossierRows::tie, stream))
                    .rows());
            ties = known;
        }
        return known;
    }

    @Override
    public List<JoinedRow> joined() {
        List<JoinedRow> known = joined;
        if (known == null) {
            known = List.copyOf(ledger.found(s -> s.ask(DossierRows.JOINED, DossierRows::joined, stream))
                    .rows());
            joined = known;
        }
        return known;
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
        consents = null;
        openings = null;
        conflicts = null;
        protections = null;
        numbersChanged();
        ledger.later(script -> Joins.takeOver(script, other, stream));
        ledger.numbersChanged();
    }

    void numbersChanged() {
        ties = null;
        joined = null;
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
        consents = null;
        ledger.later(script -> script.change(
                RECORD,
                consent.id(),
                consent.version(),
                stream,
                consent.line(),
                consent.recorder(),
                consent.recordedAt(),
                consent.inboxId(),
                consent.ordinal(),
                consent.form(),
                consent.sha256(),
                consent.mac()));
    }

    @Override
    public void save(OpeningRow opening) {
        openings = null;
        ledger.later(script -> script.change(
                SAVE_OPENING,
                opening.id(),
                stream,
                opening.reference().year(),
                opening.reference().number(),
                opening.receiver().value(),
                opening.purpose().code(),
                texts(DossierRows.codes(opening.categories())),
                opening.reason(),
                opening.openedBy(),
                opening.openedAt(),
                opening.informsClient(),
                opening.silentBecause(),
                opening.review().map(Review::by),
                opening.review().map(Review::at),
                opening.review().map(Review::approved),
                opening.review().flatMap(Review::words),
                opening.closedAt(),
                opening.mac()));
    }

    @Override
    public void awaitReview(OpeningRow opening, String reason) {
        ReferralReference of = opening.reference();
        String subject = subject(opening);
        ledger.later(script -> script.change(
                AWAIT_REVIEW,
                TimeOrderedId.next(),
                opening.receiver().value(),
                subject,
                subject,
                reason,
                of.year(),
                of.number(),
                of.year(),
                of.number(),
                subject));
    }

    @Override
    public void reviewed(OpeningRow opening) {
        ledger.later(script -> script.change(
                REVIEWED, opening.reference().year(), opening.reference().number(), subject(opening)));
    }

    private static String subject(OpeningRow opening) {
        return "opening " + opening.id();
    }

    @Override
    public void save(ConflictRow conflict) {
        conflicts = null;
        ledger.later(script -> script.change(
                SAVE_CONFLICT,
                conflict.id(),
                stream,
                conflict.kind(),
                conflict.party(),
                conflict.recordedBy(),
                conflict.recordedAt(),
                conflict.endedBy(),
                conflict.endedAt(),
                conflict.mac()));
    }

    @Override
    public void save(ProtectionRow protection) {
        protections = null;
        ledger.later(script -> script.change(
                SAVE_PROTECTION,
                protection.id(),
                stream,
                protection.source(),
                protection.recordedAt(),
                protection.inboxId(),
                protection.endedBy(),
                protection.endedAt(),
                protection.mac()));
    }

    @Override
    public void save(TieRow tie) {
        ties = null;
        ledger.later(script -> script.change(
                SAVE_TIE,
                tie.id(),
                stream,
                tie.reference().year(),
                tie.reference().number(),
                tie.recordedKin(),
                tie.kinReference().year(),
                tie.kinReference().number(),
                tie.family(),
                tie.source(),
                tie.recordedAt(),
                tie.confirmedBy(),
                tie.confirmedAt(),
                tie.endedBy(),
                tie.endedAt(),
                tie.mac()));
    }

    @Override
    public void seal(Head newHead) {
        head = Optional.of(newHead);
        headKnown = true;
        ledger.later(script -> script.change(SEAL, stream, newHead.count(), newHead.mac()));
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
        ledger.later(script ->
                script.change(CLAIM, name, stream, sender.value(), reference.year(), reference.number(), ledger.now()));
    }

    @Override
    public List<ClaimRow> claims() {
        return ledger.found(s -> s.ask(DossierRows.CLAIMS, DossierRows::claim, stream))
                .rows();
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
        ledger.later(script -> script.change(TELL_FAMILY, stream, receiver.value(), family, ledger.now()));
    }

    @Override
    public List<Asked> asked(int most) {
        return ledger.found(s -> s.ask(DossierRows.ASKED, DossierRows::asked, stream, most))
                .rows();
    }

    @Override
    public void amend(ReferralReference reference, UUID inboxId) {
        amended = null;
        ledger.later(script -> script.change(AMEND, reference.year(), reference.number(), inboxId, ledger.now()));
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
        look(reference, WorkItem.RECONSIDER);
    }

    @Override
    public void reconsiderKin(ReferralReference reference) {
        look(reference, WorkItem.KIN);
    }

    private void look(ReferralReference reference, String subject) {
        ledger.later(script -> script.change(
                RECONSIDER,
                reference.year(),
                reference.number(),
                TimeOrderedId.next(),
                subject,
                Limits.SWEEP.toMillis()));
    }

    @Override
    public void wake(ReferralReference reference) {
        ledger.later(script -> script.change(WAKE, Limits.SWEEP.toMillis(), reference.year(), reference.number()));
    }

    @Override
    public void decided(DecisionRow decision) {
        ledger.later(script -> script.change(
                DECIDED,
                decision.id(),
                decision.workId(),
                decision.reference().year(),
                decision.reference().number(),
                decision.receiver().value(),
                decision.decidedAt(),
                decision.policy(),
                texts(DossierRows.codes(decision.released())),
                decision.content(),
                decision.audit(),
                decision.sha256()));
    }

    @Override
    public List<DecisionRow> released(ReferralReference reference) {
        return ledger.found(s -> s.ask(RELEASED, DossierRows::decision, reference.year(), reference.number()))
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
        ledger.later(script -> script.change(
                SAVE_LOOK,
                look.id(),
                look.reference().year(),
                look.reference().number(),
                look.receiver().value(),
                look.item(),
                look.released(),
                look.why(),
                look.words(),
                look.decidedBy(),
                look.decidedAt(),
                look.corrects(),
                look.correctedBy(),
                look.mac()));
    }

    @Override
    public void resume(ReferralReference reference, PartnerId receiver) {
        ledger.later(script -> script.change(
                LOOKED_AT,
                reference.year(),
                reference.number(),
                receiver.value(),
                ProblemCode.SECRET_ADDRESS.id() + "%"));
    }

    @Override
    public void save(NoticeRow notice) {
        ledger.later(script -> script.change(
                SAVE_NOTICE,
                notice.id(),
                notice.reference().year(),
                notice.reference().number(),
                notice.taskId(),
                notice.receiver().value(),
                notice.kind(),
                texts(DossierRows.codes(notice.categories())),
                notice.byProtocol(),
                notice.madeAt(),
                notice.status(),
                notice.version(),
                notice.acknowledgedAt(),
                notice.acknowledgedBy()));
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

    private java.sql.Array texts(Object[] values) {
        try {
            return connection.createArrayOf("text", values);
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }
}
