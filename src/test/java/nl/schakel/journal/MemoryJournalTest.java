package nl.schakel.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    @Override
    Optional<String> evidence(WorkItem item) {
        return tables.work.get(item.id()).evidence.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    boolean keepsBytes(WorkItem item) {
        return tables.work.get(item.id()).hasBytes();
    }
}
