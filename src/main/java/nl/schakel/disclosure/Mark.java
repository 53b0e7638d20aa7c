package nl.schakel.disclosure;

/**
 * A place in a text that may say where somebody is; never the text itself.
 *
 * @param from first character, from 0
 * @param until behind the last
 */
record Mark(Kind kind, int from, int until) {

    /** What it looks like. */
    enum Kind {
        KNOWN("what is known of where the client is"),
        POSTCODE("a postcode"),
        STREET("a street"),
        TELEPHONE("a telephone number"),
        COORDINATES("coordinates"),
        HOST("a mailbox or the name of a machine"),
        STAY("words about where somebody is"),
        CLOSED("something enclosed that cannot be read");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
