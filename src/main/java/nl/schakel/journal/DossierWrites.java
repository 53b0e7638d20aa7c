package nl.schakel.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import nl.schakel.journal.Dossier.ConflictRow;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Dossier.DecisionRow;
import nl.schakel.journal.Dossier.Head;
import nl.schakel.journal.Dossier.LookRow;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.journal.Dossier.ProtectionRow;
import nl.schakel.journal.Dossier.Review;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/** What is written into a client's dossier, collected for the end of the transaction. */
final class DossierWrites {
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

    /** The request is what is looked at again; while there is only an exit date, nothing was released yet. */
    private static final String RECONSIDER = """
            with asked as (
                select year, number, request, stream from schakel.transition
                where year = ? and number = ? and request is not null
            ),\s""" + WorkSql.ROUTED;

    private static final String WAKE = """
            with mine as (
                update schakel.work set next_at = clock_timestamp(),
                    sweep_at = clock_timestamp() + ? * interval '1 millisecond'
                where year = ? and number = ? and kind = 'DELIVER' and state = 'OPEN'
                    and next_at > clock_timestamp() and lease_until <= clock_timestamp()
                returning id
            )
            insert into schakel.outbox (work_id) select id from mine order by id""";

    private static final String UNPARK = """
            with mine as (
                update schakel.work w set %s
                where year = ? and number = ? and kind in ('ROUTE', 'DELIVER') and state = 'PARKED' and not reached
                    and coalesce(reason, '') not like '%s%%'
                    and not exists (select 1 from schakel.code_gap g where g.work_id = w.id)
                returning w.id
            )
            insert into schakel.outbox (work_id) select id from mine order by id""".formatted(WorkSql.AGAIN, ProblemCode.WORK_POISONOUS.id());

    private static final String DECIDED = """
            insert into schakel.decision (id, work_id, year, number, receiver, decided_at, policy, released, content,
                audit, sha256)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String AMEND = """
            insert into schakel.amendment (year, number, inbox_id, recorded_at) values (?, ?, ?, ?)
            on conflict do nothing""";

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

    DossierWrites(JdbcLedger ledger, Connection connection, byte[] stream) {
        this.ledger = ledger;
        this.connection = connection;
        this.stream = stream;
    }

    void record(ConsentRow consent) {
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

    void save(OpeningRow opening) {
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

    void awaitReview(OpeningRow opening, String reason) {
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

    void reviewed(OpeningRow opening) {
        ledger.later(script -> script.change(
                REVIEWED, opening.reference().year(), opening.reference().number(), subject(opening)));
    }

    void save(ConflictRow conflict) {
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

    void save(ProtectionRow protection) {
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

    void save(TieRow tie) {
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

    void claim(byte[] name, PartnerId sender, ReferralReference reference) {
        ledger.later(script ->
                script.change(CLAIM, name, stream, sender.value(), reference.year(), reference.number(), ledger.now()));
    }

    void tellFamily(PartnerId receiver, UUID family) {
        ledger.later(script -> script.change(TELL_FAMILY, stream, receiver.value(), family, ledger.now()));
    }

    void amend(ReferralReference reference, UUID inboxId) {
        ledger.later(script -> script.change(AMEND, reference.year(), reference.number(), inboxId, ledger.now()));
    }

    void wake(ReferralReference reference) {
        ledger.later(script -> script.change(WAKE, Limits.SWEEP.toMillis(), reference.year(), reference.number()));
    }

    void unpark(ReferralReference reference) {
        ledger.later(script -> script.change(UNPARK, reference.year(), reference.number()));
    }

    void decided(DecisionRow decision) {
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

    void save(LookRow look) {
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

    void resume(ReferralReference reference, PartnerId receiver) {
        ledger.later(script -> script.change(
                LOOKED_AT,
                reference.year(),
                reference.number(),
                receiver.value(),
                ProblemCode.SECRET_ADDRESS.id() + "%"));
    }

    void save(NoticeRow notice) {
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

    void seal(Head head) {
        ledger.later(script -> script.change(SEAL, stream, head.count(), head.mac()));
    }

    void look(ReferralReference reference, String subject) {
        ledger.later(script -> script.change(
                RECONSIDER,
                reference.year(),
                reference.number(),
                TimeOrderedId.next(),
                subject,
                Limits.SWEEP.toMillis()));
    }

    private static String subject(OpeningRow opening) {
        return "opening " + opening.id();
    }

    private Array texts(Object[] values) {
        try {
            return connection.createArrayOf("text", values);
        } catch (SQLException unavailable) {
            throw JournalUnavailable.because(unavailable);
        }
    }
}
