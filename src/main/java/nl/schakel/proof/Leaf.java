package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.audit.AuditProofs.Placed;

/** What the record of a leaf says. */
record Leaf(Optional<Instant> at, String event, String actor, String object, String outcome, String reason) {
    private static final Pattern INBOX =
            Pattern.compile("(?:^| )of ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: |$)");

    static Leaf of(Placed placed) {
        return of(placed.fields());
    }

    /** Of something that is no record, a leaf that says nothing. */
    static Leaf of(String fields) {
        JsonNode read = Texts.read(fields.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Leaf(
                Texts.instant(read.path("at")),
                read.path("event").asText(""),
                read.path("actor").asText(""),
                read.path("object").asText(""),
                read.path("outcome").asText(""),
                read.path("reason").asText(""));
    }

    boolean isAccept() {
        return event.equals("accept");
    }

    /** The message that it names. */
    Optional<UUID> inbox() {
        Matcher named = INBOX.matcher(reason);
        return named.find() ? Optional.of(UUID.fromString(named.group(1))) : Optional.empty();
    }

    boolean speaksOf(String words) {
        return (" " + reason + " ").contains(" " + words + " ");
    }
}
