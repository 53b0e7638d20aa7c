package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import nl.schakel.audit.WordedLeaf;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/**
 * How a message stands to what is known already: was its id used, and which referral does it belong to.
 *
 * @param at the database's clock, after the queue place was taken
 * @param earlier the message that used this id before
 * @param reference the referral it belongs to, old or new
 * @param opens whether the reference is new
 * @param joins whether it is the request of a transition that had none
 * @param leaf number of the leaf by which it would be accepted; 0 when it was accepted before
 * @param root where the client is kept now: their number may have been joined with another one while we waited
 */
record Standing(
        Instant at,
        Optional<Earlier> earlier,
        Optional<ReferralReference> reference,
        boolean opens,
        boolean joins,
        long leaf,
        byte[] root) {

    /** The message that used the id before. */
    record Earlier(byte[] digest, Optional<ReferralReference> reference, Acceptance.Receipt receipt) {}

    /** A reference number is drawn only when the id is new and nothing was found; a refused accept leaves a gap. */
    private static final String LOOK = """
            select looked.*, case when earlier_sha is null and year is null and ? then
                nextval(('schakel.reference_' || this_year)::regclass) end as drawn,
                case when earlier_sha is null then\s""" + WordedLeaf.DRAW + """
                end as leaf_id,\s""" + Joins.ROOT + """
                as root
            from (
                select clock.at, extract(year from clock.at at time zone 'Europe/Amsterdam')::integer as this_year,
                    i.sha256 as earlier_sha, i.answer,\s""" + LaterReceipts.CURRENT + """
                    as receipt, i.year as earlier_year, i.number as earlier_number,
                    found.year, found.number, found.waits
                from (select clock_timestamp() as at) clock
                left join schakel.inbox i on i.sender = ? and i.message_id = ?
                left join lateral (%s) found on true
            ) looked""";

    /** Its sender, or a receiver of one of its tasks, may speak about a referral. */
    private static final String ABOUT = LOOK.formatted("""
            select t.year, t.number, false as waits from schakel.transition t
            where t.year = ? and t.number = ? and (t.sender = ? or exists (
                select 1 from schakel.task k where k.year = t.year and k.number = t.number and k.receiver = ?))""");

    /** The same number of the sender is an update; a transition without a request waited for this one. */
    private static final String REQUEST = LOOK.formatted("""
            select t.year, t.number, t.request is null as waits from schakel.transition t
            where t.open and t.stream = %s and t.sender = ? and (t.request is null or t.sender_reference = ?)
            order by coalesce(t.sender_reference = ?, false) desc, t.opened_at desc, t.number desc limit 1""".formatted(Joins.ROOT));

    /** One that runs comes first; a closed one is found too, so that its sender hears that it is closed. */
    private static final String NUMBERED = LOOK.formatted("""
            select t.year, t.number, false as waits from schakel.transition t
            where t.stream = %s and t.sender = ? and t.sender_reference = ?
            order by t.open desc, t.opened_at desc, t.number desc limit 1""".formatted(Joins.ROOT));

    private static final String NEWEST = LOOK.formatted("""
            select t.year, t.number, false as waits from schakel.transition t
            where t.open and t.stream = %s and t.sender = ? order by t.opened_at desc, t.number desc limit 1""".formatted(Joins.ROOT));

    /** Adds the question to a script, to be asked after the queue place was taken. */
    static Script.Reply<Standing> ask(Script script, Acceptance acceptance) {
        Envelope envelope = acceptance.envelope();
        String sender = envelope.sender().value();
        String id = envelope.messageId();
        byte[] stream = acceptance.stream();
        Sql.Row<Standing> row = Standing::of;
        if (envelope.about().isPresent()) {
            ReferralReference about = envelope.about().get();
            return script.ask(
                    ABOUT, row, false, stream, stream, sender, id, about.year(), about.number(), sender, sender);
        }
        Optional<String> number = envelope.senderReference();
        return switch (envelope.event()) {
            case REFERRAL ->
                script.ask(REQUEST, row, true, stream, stream, sender, id, stream, stream, sender, number, number);
            case UPDATE, WITHDRAWAL ->
                number.isPresent()
                        ? script.ask(NUMBERED, row, false, stream, stream, sender, id, stream, stream, sender, number)
                        : script.ask(NEWEST, row, false, stream, stream, sender, id, stream, stream, sender);
            case ADMISSION, DISCHARGE, DISCHARGE_CANCELLED, ANSWER, MERGE, NOTE, CONSENT ->
                script.ask(NEWEST, row, opens(envelope), stream, stream, sender, id, stream, stream, sender);
        };
    }

    private static boolean opens(Envelope envelope) {
        return envelope.event() == Event.DISCHARGE;
    }

    private static Standing of(ResultSet row) throws SQLException {
        Optional<byte[]> digest = Sql.maybe(row.getBytes("earlier_sha"));
        long drawn = row.getLong("drawn");
        boolean opens = !row.wasNull();
        Optional<ReferralReference> reference =
                opens ? Optional.of(new ReferralReference(row.getInt("this_year"), drawn)) : Sql.maybeReference(row);
        return new Standing(
                Sql.instant(row, "at"),
                digest.isPresent() ? Optional.of(earlier(row, digest.get())) : Optional.empty(),
                reference,
                opens,
                row.getBoolean("waits"),
                row.getLong("leaf_id"),
                row.getBytes("root"));
    }

    private static Earlier earlier(ResultSet row, byte[] digest) throws SQLException {
        int year = row.getInt("earlier_year");
        Optional<ReferralReference> reference = row.wasNull()
                ? Optional.empty()
                : Optional.of(new ReferralReference(year, row.getLong("earlier_number")));
        return new Earlier(digest, reference, new Acceptance.Receipt(row.getBytes("answer"), row.getString("receipt")));
    }

    /** The answer when there is nothing to store: taken before, conflict, or not the sender's to speak about. */
    Optional<Accepted> settles(Acceptance acceptance, byte[] digest) {
        if (earlier.isPresent()) {
            return Optional.of(again(earlier.get(), digest));
        }
        Envelope envelope = acceptance.envelope();
        boolean mustKnow = envelope.about().isPresent() || envelope.event() == Event.ANSWER;
        return mustKnow && (reference.isEmpty() || envelope.about().isEmpty())
                ? Optional.of(new Accepted.Refused(Problem.of(ProblemCode.NOT_FOUND)))
                : Optional.empty();
    }

    private static Accepted again(Earlier earlier, byte[] digest) {
        return java.security.MessageDigest.isEqual(earlier.digest(), digest)
                ? new Accepted.Committed(earlier.reference(), earlier.receipt(), true)
                : new Accepted.Refused(Problem.of(ProblemCode.MESSAGE_ID_CONFLICT));
    }
}
