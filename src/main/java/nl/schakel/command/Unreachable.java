package nl.schakel.command;

import java.io.IOException;

/** Nothing answered where the gateway should be. */
final class Unreachable extends IOException {
    Unreachable(String where, IOException cause) {
        super("Nothing answers at " + where + ". Is Schakel running? Start it with: schakel demo", cause);
    }
}
