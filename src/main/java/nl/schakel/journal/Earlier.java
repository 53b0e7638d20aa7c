package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What of a client was recorded under a number that was joined later. */
final class Earlier {
    private static final String ASK = """
            select id || '/' || version as name, recorded_under from schakel.consent
            where stream = ? and recorded_under is not null
            union all select id || '/0', recorded_under from schakel.opening
            where stream = ? and recorded_under is not null
            union all select id || '/0', recorded_under from schakel.conflict
            where stream = ? and recorded_under is not null
            union all select id || '/0', recorded_under from schakel.protection
            where stream = ? and recorded_under is not null
            union all select id || '/0', recorded_under from schakel.tie
            where stream = ? and recorded_under is not null
            union all select year || '/' || number, recorded_under from schakel.transition
            where stream = ? and recorded_under is not null""";

    private final Map<String, byte[]> under = new HashMap<>();

    /** One row and its number. */
    record Name(String name, byte[] under) {
        static Name of(ResultSet row) throws SQLException {
            return new Name(row.getString("name"), row.getBytes("recorded_under"));
        }
    }

    static Script.Reply<Name> ask(Script script, byte[] stream) {
        return script.ask(ASK, Name::of, stream, stream, stream, stream, stream, stream);
    }

    /** How a row is named here. */
    static String name(UUID id, int version) {
        return id + "/" + version;
    }

    static String name(nl.schakel.referral.ReferralReference reference) {
        return reference.year() + "/" + reference.number();
    }

    void add(Name one) {
        under.put(one.name(), one.under());
    }

    void addAll(Earlier other) {
        under.putAll(other.under);
    }

    Optional<byte[]> of(String name) {
        return Optional.ofNullable(under.get(name));
    }
}
