package nl.schakel.ports;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for tests that must name a port before they open it. They lie below the range from which systems take the port
 * of an outgoing call (32768 and up on Linux, 49152 and up elsewhere), so that no call can take one in between, and no
 * port is given twice: each of the processes in which one build runs its tests at once looks in a part of its own.
 */
public final class FreePorts {
    private static final int PARTS = 4;
    private static final int PORTS = 3_000;
    /** The process's number, from 1. */
    private static final int FIRST =
            20_000 + PORTS * Math.floorMod(Integer.getInteger("schakel.tests.fork", 1) - 1, PARTS);

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private FreePorts() {}

    public static int one() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), PORTS);
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (FIRST + PORTS));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
