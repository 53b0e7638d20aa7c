package nl.schakel.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks those who collect to leave the rest for another time, because the house is being closed. */
final class Rest {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean asked;

    boolean isAsked() {
        return asked;
    }

    /** Who keeps something open between looks gives it up then. */
    void whenAsked(Runnable listener) {
        listeners.add(listener);
    }

    void ask() {
        asked = true;
        listeners.forEach(Runnable::run);
    }

    void over() {
        asked = false;
    }
}
