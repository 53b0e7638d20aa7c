package nl.schakel.channel;

/** Asks those who collect to leave the rest for another time, because the house is being closed. */
final class Rest {
    private volatile boolean asked;

    boolean isAsked() {
        return asked;
    }

    void ask() {
        asked = true;
    }

    void over() {
        asked = false;
    }
}
