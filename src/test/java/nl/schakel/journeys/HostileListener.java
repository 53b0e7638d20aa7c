package nl.schakel.journeys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A place that hostile inputs name and nobody may ever call. */
final class HostileListener implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    HostileListener() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread listening = new Thread(this::listen, "hostile-listener");
        listening.setDaemon(true);
        listening.start();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                calls.add(caller.toString());
            } catch (IOException closed) {
                return;
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
