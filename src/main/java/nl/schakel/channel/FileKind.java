package nl.schakel.channel;

import java.util.Locale;
import nl.schakel.referral.Limits;

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
}
