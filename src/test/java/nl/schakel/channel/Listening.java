package nl.schakel.channel;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who listens on a port with a key of its own, and hears what is said to it. */
final class Listening implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Integer> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    private Listening(ServerSocket socket) {
        this.socket = socket;
        Thread ears = new Thread(this::listen, "listening");
        ears.setDaemon(true);
        ears.start();
    }

    static Listening withKeyOf(String name) throws IOException {
        return new Listening(
                TestKeys.context(name, List.of()).getServerSocketFactory().createServerSocket(0));
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket line = socket.accept()) {
                int said = line.getInputStream().read();
                if (said >= 0) {
                    heard.add(said);
                }
            } catch (IOException hungUp) {
                // What the other side should do.
            } finally {
                calls.incrementAndGet();
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int calls() {
        return calls.get();
    }

    /** The first byte of each call that got so far as to say something. */
    List<Integer> heard() {
        return heard;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
