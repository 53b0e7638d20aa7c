package nl.schakel.ports;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for tests that must name a port before they open it. They lie below the range from which systems take the port
 * of an outgoing call (32768 and up on Linux, 49152 and up elsewhere), so that no call can take one in between, and no
 * port is given twice.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int PAST_LAST = 32_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PAST_LAST - FIRST));

    private FreePorts() {}

    public static int one() {
        for (int tries = FIRST; tries < PAST_LAST; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), PAST_LAST - FIRST);
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + PAST_LAST);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
