package nl.schakel.journal;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.ReferralReference;

/** Reads what is kept about a client. */
final class DossierRows {
    static final String CONSENTS = """
            select id, version, line, recorder, recorded_at, inbox_id, ordinal, form, sha256, mac
            from schakel.consent where stream = ? order by recorded_at, version, id""";
    static final String OPENING = """
            select id, year, number, receiver, purpose, categories, reason, opened_by, opened_at, informs_client,
                silent_because, reviewed_by, reviewed_at, approved, review_words, closed_at, mac
            from schakel.opening\s""";
    static final String OPENINGS = OPENING + "where stream = ? order by opened_at, id";
    static final String CONFLICTS = """
            select id, kind, party, recorded_by, recorded_at, ended_by, ended_at, mac
            from schakel.conflict where stream = ? order by recorded_at, id""";
    static final String CONFLICTS_ABOUT = """
            select id, kind, party, recorded_by, recorded_at, ended_by, ended_at, mac
            from schakel.conflict where stream = (
                select stream from schakel.transition where year = ? and number = ?) order by recorded_at, id""";
    static final String PROTECTIONS = """
            select id, source, recorded_at, inbox_id, ended_by, ended_at, mac
            from schakel.protection where stream = ? order by recorded_at, id""";
    static final String TIES = """
            select id, year, number, kin, kin_year, kin_number, family, source, recorded_at, confirmed_by, confirmed_at,
                ended_by, ended_at, mac,
                coalesce((select surviving from schakel.joined j where j.key = kin), kin) as kin_now
            from schakel.tie where stream = ? order by recorded_at, id""";
    static final String CLAIMS = """
            select m.stream, m.sender, m.year, m.number, c.year as own_year, c.number as own_number
            from schakel.family_claim c join schakel.family_claim m on m.name = c.name and m.stream <> c.stream
            where c.stream = ? order by m.recorded_at, m.stream""";
    static final String FAMILY_NUMBER = "select family from schakel.family_number where stream = ? and receiver = ?";
    static final String ASKED = """
            select year, number, request, erased_at is not null as erased from schakel.transition
            where stream = ? and request is not null
            order by opened_at desc, number desc limit ?""";
    static final String AMENDMENTS =
            "select inbox_id, recorded_at from schakel.amendment where year = ? and number = ? order by recorded_at, inbox_id";
    static final String JOINED = """
            select key, into_key, joined_at, source, inbox_id, mac from schakel.joined
            where surviving = ? order by joined_at, key""";
    static final String HEAD = "select count, mac from schakel.dossier_head where stream = ?";
    static final String DECISION =
            "select d.id, d.work_id, d.year, d.number, d.receiver, d.decided_at, d.policy, d.released, d.content,"
                    + " d.audit, d.sha256 from schakel.decision d ";
    static final String NOTICE =
            "select id, year, number, task_id, receiver, kind, categories, by_protocol, made_at, status,"
                    + " version, acknowledged_at, acknowledged_by from schakel.notice ";

    static final String LOOKS = """
            select id, year, number, receiver, item, released, why, words, decided_by, decided_at, corrects,
                corrected_by, mac
            from schakel.look where year = ? and number = ? order by decided_at, id""";

    private DossierRows() {}

    static Dossier.JoinedRow joined(ResultSet row) throws SQLException {
        return new Dossier.JoinedRow(
                row.getBytes("key"),
                row.getBytes("into_key"),
                Sql.instant(row, "joined_at"),
                row.getString("source"),
                row.getObject("inbox_id", UUID.class),
                row.getBytes("mac"));
    }

    static Dossier.ConsentRow consent(ResultSet row) throws SQLException {
        return new Dossier.ConsentRow(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                row.getString("line"),
                row.getString("recorder"),
                Sql.instant(row, "recorded_at"),
                Sql.maybe(row.getObject("inbox_id", UUID.class)),
                row.getInt("ordinal"),
                row.getBytes("form"),
                row.getString("sha256"),
                row.getBytes("mac"));
    }

    static Dossier.OpeningRow opening(ResultSet row) throws SQLException {
        return new Dossier.OpeningRow(
                row.getObject("id", UUID.class),
                Sql.reference(row),
                new PartnerId(row.getString("receiver")),
                Purpose.of(row.getString("purpose")).orElseThrow(),
                categories(row.getArray("categories")),
                row.getString("reason"),
                row.getString("opened_by"),
                Sql.instant(row, "opened_at"),
                row.getBoolean("informs_client"),
                Sql.maybeText(row, "silent_because"),
                review(row),
                Sql.maybeInstant(row, "closed_at"),
                row.getBytes("mac"));
    }

    private static Optional<Dossier.Review> review(ResultSet row) throws SQLException {
        Optional<String> by = Sql.maybeText(row, "reviewed_by");
        return by.isEmpty()
                ? Optional.empty()
                : Optional.of(new Dossier.Review(
                        by.get(),
                        Sql.instant(row, "reviewed_at"),
                        row.getBoolean("approved"),
                        Sql.maybeText(row, "review_words")));
    }

    static Dossier.LookRow look(ResultSet row) throws SQLException {
        return new Dossier.LookRow(
                row.getObject("id", UUID.class),
                Sql.reference(row),
                new PartnerId(row.getString("receiver")),
                row.getString("item"),
                row.getBoolean("released"),
                row.getString("why"),
                Sql.maybeText(row, "words"),
                row.getString("decided_by"),
                Sql.instant(row, "decided_at"),
                Optional.ofNullable(row.getObject("corrects", UUID.class)),
                Optional.ofNullable(row.getObject("corrected_by", UUID.class)),
                row.getBytes("mac"));
    }

    static Dossier.ConflictRow conflict(ResultSet row) throws SQLException {
        return new Dossier.ConflictRow(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("party"),
                row.getString("recorded_by"),
                Sql.instant(row, "recorded_at"),
                Sql.maybeText(row, "ended_by"),
                Sql.maybeInstant(row, "ended_at"),
                row.getBytes("mac"));
    }

    static Dossier.ProtectionRow protection(ResultSet row) throws SQLException {
        return new Dossier.ProtectionRow(
                row.getObject("id", UUID.class),
                row.getString("source"),
                Sql.instant(row, "recorded_at"),
                Sql.maybe(row.getObject("inbox_id", UUID.class)),
                Sql.maybeText(row, "ended_by"),
                Sql.maybeInstant(row, "ended_at"),
                row.getBytes("mac"));
    }

    static Dossier.TieRow tie(ResultSet row) throws SQLException {
        return new Dossier.TieRow(
                row.getObject("id", UUID.class),
                Sql.reference(row),
                row.getBytes("kin_now"),
                row.getBytes("kin"),
                new ReferralReference(row.getInt("kin_year"), row.getLong("kin_number")),
                row.getObject("family", UUID.class),
                row.getString("source"),
                Sql.instant(row, "recorded_at"),
                Sql.maybeText(row, "confirmed_by"),
                Sql.maybeInstant(row, "confirmed_at"),
                Sql.maybeText(row, "ended_by"),
                Sql.maybeInstant(row, "ended_at"),
                row.getBytes("mac"));
    }

    static Dossier.ClaimRow claim(ResultSet row) throws SQLException {
        return new Dossier.ClaimRow(
                row.getBytes("stream"),
                new PartnerId(row.getString("sender")),
                Sql.reference(row),
                new ReferralReference(row.getInt("own_year"), row.getLong("own_number")));
    }

    static Dossier.Asked asked(ResultSet row) throws SQLException {
        return new Dossier.Asked(Sql.reference(row), row.getObject("request", UUID.class), row.getBoolean("erased"));
    }

    static Dossier.Amended amended(ResultSet row) throws SQLException {
        return new Dossier.Amended(row.getObject("inbox_id", UUID.class), Sql.instant(row, "recorded_at"));
    }

    static Dossier.Head head(ResultSet row) throws SQLException {
        return new Dossier.Head(row.getInt("count"), row.getBytes("mac"));
    }

    static Dossier.DecisionRow decision(ResultSet row) throws SQLException {
        return new Dossier.DecisionRow(
                row.getObject("id", UUID.class),
                row.getObject("work_id", UUID.class),
                Sql.reference(row),
                new PartnerId(row.getString("receiver")),
                Sql.instant(row, "decided_at"),
                row.getString("policy"),
                categories(row.getArray("released")),
                Sql.maybeText(row, "content"),
                row.getBytes("audit"),
                row.getBytes("sha256"));
    }

    static Dossier.NoticeRow notice(ResultSet row) throws SQLException {
        return new Dossier.NoticeRow(
                row.getObject("id", UUID.class),
                Sql.reference(row),
                row.getObject("task_id", UUID.class),
                new PartnerId(row.getString("receiver")),
                row.getString("kind"),
                categories(row.getArray("categories")),
                row.getBoolean("by_protocol"),
                Sql.instant(row, "made_at"),
                row.getString("status"),
                row.getLong("version"),
                Sql.maybeInstant(row, "acknowledged_at"),
                Sql.maybeText(row, "acknowledged_by"));
    }

    static Object[] codes(Set<Category> categories) {
        return categories.stream().map(Category::code).sorted().toArray();
    }

    private static Set<Category> categories(Array array) throws SQLException {
        Set<Category> categories = EnumSet.noneOf(Category.class);
        Arrays.stream((String[]) array.getArray())
                .forEach(code -> categories.add(Category.of(code).orElseThrow()));
        return categories;
    }
}
