package nl.schakel.journal;

import java.time.Duration;
import java.time.Instant;

/** The journal on which deliveries are simulated means what the one in PostgreSQL means. */
class MemoryJournalTest extends JournalContract {
    private MemoryTables tables = new MemoryTables();
    private long millis = Instant.parse("2026-11-29T10:00:00Z").toEpochMilli();

    @Override
    void empty() {
        tables = new MemoryTables();
    }

    @Override
    Journal open(PartnerTerms terms) {
        return new MemoryJournal(tables, terms, () -> millis, Disk.WELL);
    }

    @Override
    void pass(Duration time) {
        millis += time.toMillis();
    }
}
