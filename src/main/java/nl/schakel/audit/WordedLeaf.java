package nl.schakel.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A leaf whose words are made before it is written, so that its commitment can be given away in the same moment: whoever
 * holds the commitment will miss the leaf if it is not in the tree.
 *
 * @param id drawn by {@link #DRAW}
 * @param at the database's time
 * @param salt 16 random bytes
 * @param fields what {@link AuditLog} would have written
 */
public record WordedLeaf(long id, Instant at, byte[] salt, String fields) {
    /** SQL that draws the number of a leaf. */
    public static final String DRAW = "nextval('schakel.audit_ordinal')";

    /** Parts of a {@code with} that write it, for each row of {@code taken}; their values are {@link #values()}. */
    public static final String WRITE = """
            audit_leaves as (
                insert into schakel.audit_leaf (id, at, leaf) select ?, ?, ? from taken
            ), audit_records as (
                insert into schakel.audit_record (leaf_id, salt, fields) select ?, ?, ? from taken
            )""";

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public static WordedLeaf of(long id, Instant at, AuditEvent event) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        StringBuilder fields = new StringBuilder("{\"v\" : 1, \"id\" : ").append(id);
        member(fields, "at", MICROSECONDS.format(at));
        member(fields, "event", event.event());
        member(fields, "actor", event.actor().orElse(""));
        member(fields, "object", event.object().orElse(""));
        member(fields, "place", event.place());
        member(fields, "outcome", event.outcome());
        member(fields, "reason", event.reason());
        return new WordedLeaf(id, at, salt, fields.append('}').toString());
    }

    /** What stands in the tree: SHA-256 over salt and fields, 32 bytes. */
    public byte[] commitment() {
        return TreeHash.sha256(salt, fields.getBytes(StandardCharsets.UTF_8));
    }

    /** For {@link #WRITE}. */
    public List<Object> values() {
        return List.of(id, at, commitment(), id, salt, fields);
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(", \"").append(name).append("\" : \"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
