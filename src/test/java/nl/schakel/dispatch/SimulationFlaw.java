package nl.schakel.dispatch;

import nl.schakel.journal.MemoryJournal;

/** Ways to break the product; each has to be found, or the simulation is worth nothing. */
enum SimulationFlaw {
    NONE,
    ACKNOWLEDGED_BEFORE_COMMIT,
    NO_UNIQUE_KEY,
    OUTBOX_BY_POSITION,
    RETRY_IN_BROKER,
    ATTEMPTS_COUNTED_AFTER_WORK,
    UNORDERED_RELEASE,
    UNKNOWN_OUTCOME_REPEATED,
    NO_SWEEPER,
    CONSENT_READ_BEFORE_LOCK;

    MemoryJournal journal(SimulatedWorld world, SimulatedHall hall, SimulatedProcess process) {
        if (world.isExplored()) {
            return new ExploredJournal(this, world, hall, process);
        }
        return this == NONE
                ? new MemoryJournal(world.tables(), world.terms(), world::wallMillis, process)
                : new FlawedJournal(this, world, hall, process);
    }
}
