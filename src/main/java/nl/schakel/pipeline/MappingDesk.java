package nl.schakel.pipeline;

import java.util.List;
import nl.schakel.journal.Journal;
import nl.schakel.translate.Activation;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.translate.MappingInvalid;

/** Makes changed mappings active while the gateway runs, and sends on what waited for a code. */
public final class MappingDesk {
    private final ActiveMappings mappings;
    private final Journal journal;
    private final Runnable afterChange;

    MappingDesk(ActiveMappings mappings, Journal journal, Runnable afterChange) {
        this.mappings = mappings;
        this.journal = journal;
        this.afterChange = afterChange;
    }

    /**
     * What came of an activation.
     *
     * @param before hash of the set that was active
     * @param after hash of the set that is active
     * @param changes one sentence per mapping
     * @param resumed items that waited for a code and are tried again
     */
    public record Activated(String before, String after, List<String> changes, int resumed) {}

    /** A set with a fault; what was active stays active. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(MappingInvalid fault) {
            super(fault.getMessage(), fault);
        }
    }

    /** Codes that no table knows, with how much waits for them. */
    public List<Journal.MissingCode> missingCodes() {
        return journal.missingCodes();
    }

    /**
     * Makes the mappings as they stand in the folder active, all of them or none.
     *
     * @throws Refused names file, line and fault
     */
    public Activated activate() throws Refused {
        try {
            Activation activation = mappings.activate();
            int resumed = journal.resumeWaitingForCodes(activation.after());
            afterChange.run();
            return new Activated(
                    activation.before(),
                    activation.after(),
                    activation.changes().stream().map(MappingDesk::sentence).toList(),
                    resumed);
        } catch (MappingInvalid fault) {
            throw new Refused(fault);
        }
    }

    private static String sentence(Activation.Change change) {
        return change.mapping() + ": " + change.from().orElse("(none)") + " -> "
                + change.to().orElse("(none)");
    }
}
