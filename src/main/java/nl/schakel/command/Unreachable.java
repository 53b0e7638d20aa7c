package nl.schakel.command;

import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;

/** Nothing answered where the gateway should be, or not in time. */
final class Unreachable extends IOException {
    Unreachable(String where, IOException cause) {
        super(isBusy(cause) ? busy(where) : absent(where), cause);
    }

    private static boolean isBusy(IOException cause) {
        return cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
    }

    private static String busy(String where) {
        return "The answer of " + where
                + " did not come in time. What was asked may be done all the same: look before you" + " ask it again.";
    }

    private static String absent(String where) {
        return "Nothing answers at " + where + ". Is Schakel running? Start it with: schakel demo";
    }
}
