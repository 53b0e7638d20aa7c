package nl.schakel.dialogue;

import java.util.Map;
import nl.schakel.journal.Sent;

/** What a dialogue does next. */
public sealed interface Turn {

    /**
     * It calls the partner.
     *
     * @param path below the partner's host; made of the partner file and of ids that were checked, never of a person's data
     * @param query without its question mark, percent-encoded; empty when there is none
     * @param headers beside those of the transport
     * @param body empty for a call without one
     */
    record Call(String method, String path, String query, Map<String, String> headers, String mediaType, byte[] body)
            implements Turn {
        public Call {
            headers = Map.copyOf(headers);
        }
    }

    /** Everything is said. */
    record Over(Sent sent) implements Turn {}
}
