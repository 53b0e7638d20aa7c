package nl.schakel.pipeline;

import java.util.Set;
import nl.schakel.journal.Ledger;

/** Which messages of iWmo are owed a return message: those that go out (Di01), not those that come back. */
final class ReturnMessages {
    /** The status word that becomes the return message without a remark. */
    static final String RECEIVED = "received";

    private static final Set<String> OWED = Set.of("WMO301", "WMO305", "WMO307", "WMO315", "WMO317", "WMO319");

    private ReturnMessages() {}

    /** They are XML by whichever door they come: nothing else is opened once more to see what it is. */
    static boolean mayBeOwedTo(Ledger.InboxMessage message) {
        return message.mediaType().contains("xml");
    }

    static boolean areOwedTo(String kind) {
        return OWED.contains(kind);
    }
}
