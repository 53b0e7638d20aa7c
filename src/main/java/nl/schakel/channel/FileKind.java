package nl.schakel.channel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Seals;

/** What a dropped file is, by the ending of its name; of the rest of the name nothing is ever kept. */
enum FileKind {
    CSV("csv", "text/csv", Limits.CSV_FILE_BYTES),
    JSON("json", "application/json", Limits.MESSAGE_BYTES),
    MAIL("eml", "message/rfc822", Limits.MESSAGE_BYTES),
    HL7("hl7", "x-application/hl7-v2+er7", Limits.MESSAGE_BYTES),
    OTHER("bin", "application/octet-stream", Limits.MESSAGE_BYTES);

    private final String ending;
    private final String mediaType;
    private final int limit;

    FileKind(String ending, String mediaType, int limit) {
        this.ending = ending;
        this.mediaType = mediaType;
        this.limit = limit;
    }

    static FileKind of(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (FileKind kind : values()) {
            if (kind.ending.equals(ending)) {
                return kind;
            }
        }
        return OTHER;
    }

    /** The same file under a name of our own. */
    String named(String ourId) {
        return ourId + '.' + ending;
    }

    String mediaType() {
        return mediaType;
    }

    /** The most bytes it may have. */
    int limit() {
        return limit;
    }

    /** Why it is not even looked into, judged by its size; of one that is too large any bytes beyond the limit will do. */
    Optional<Problem> unread(byte[] bytes) {
        if (bytes.length > limit) {
            return Optional.of(tooLarge());
        }
        return bytes.length == 0
                ? Optional.of(Problem.of(ProblemCode.SYNTAX_BROKEN)
                        .seen("nothing at all")
                        .expected("a message"))
                : Optional.empty();
    }

    Problem tooLarge() {
        return Problem.of(ProblemCode.TOO_LARGE).expected("at most " + limit + " bytes");
    }

    /**
     * Something of this kind that lay in a place of one partner, as it is handed in.
     *
     * @param seal that lay beside it
     */
    Inbound collected(String door, PartnerId owner, byte[] bytes, Optional<String> seal) {
        return new Inbound(
                door,
                "",
                mediaType,
                Optional.empty(),
                bytes,
                "127.0.0.1",
                List.of(),
                Seals.beside(seal),
                Optional.empty(),
                Map.of(),
                Optional.of(owner));
    }
}
