package nl.schakel.journal;

/** Where the transactions of a {@link MemoryJournal} go; it may lose them, or the word that they are there. */
public interface Disk {
    /** One that does what it is told. */
    Disk WELL = new Disk() {
        @Override
        public void before(String transaction) {
            // Nothing is in the way.
        }

        @Override
        public void after(String transaction) {
            // Whoever asked hears of it.
        }
    };

    /** Everything is decided and nothing is there; what this throws leaves nothing. */
    void before(String transaction);

    /** It is there; what this throws only keeps whoever asked from hearing of it. */
    void after(String transaction);
}
