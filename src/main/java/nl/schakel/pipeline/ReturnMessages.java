package nl.schakel.pipeline;

import java.util.Set;

/** Which messages of iWmo are owed a return message: those that go out (Di01), not those that come back. */
final class ReturnMessages {
    /** The status word that becomes the return message without a remark. */
    static final String RECEIVED = "received";

    private static final Set<String> OWED = Set.of("WMO301", "WMO305", "WMO307", "WMO315", "WMO317", "WMO319");

    private ReturnMessages() {}

    static boolean areOwedTo(String kind) {
        return OWED.contains(kind);
    }
}
