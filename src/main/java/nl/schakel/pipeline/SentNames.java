package nl.schakel.pipeline;

import java.util.stream.Stream;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.WorkItem;
import nl.schakel.translate.xml.StufPeek;

/** Remembers the numbers inside a StUF message that leaves: its answers will name them, and not our reference. */
final class SentNames {
    private static final String XML = "text/xml";

    private SentNames() {}

    static Outgoing remember(Outgoing outgoing, WorkItem item, Ledger ledger) {
        if (outgoing.mediaType().equals(XML)) {
            StufPeek.read(outgoing.bytes()).map(peeked -> {
                Stream.concat(peeked.number().stream(), peeked.inner().stream())
                        .forEach(name -> ledger.sentAs(
                                item.reference().orElseThrow(),
                                item.destination().orElseThrow(),
                                name));
                return peeked;
            });
        }
        return outgoing;
    }
}
