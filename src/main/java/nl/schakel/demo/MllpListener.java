package nl.schakel.demo;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ward's MLLP door, plain as most wards have it inside their own network. What it answered AA to is on the disk. */
final class MllpListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MllpListener.class);

    private final Mailbox mailbox;
    private final Clock clock;
    private final ServerSocket listening = new ServerSocket();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    MllpListener(int port, Mailbox mailbox, Clock clock) throws IOException {
        this.mailbox = mailbox;
        this.clock = clock;
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    void start() {
        background("demo-mllp", this::acceptAll);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                background("demo-mllp-line", () -> converse(socket));
            } catch (IOException closed) {
                LOG.debug("The listener was interrupted");
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<byte[]> message = MllpFrames.read(in);
            while (message.isPresent()) {
                MllpFrames.write(socket.getOutputStream(), take(message.get()));
                message = MllpFrames.read(in);
            }
        } catch (IOException broken) {
            LOG.debug("A conversation broke off");
        } finally {
            open.remove(socket);
        }
    }

    private byte[] take(byte[] message) throws IOException {
        Optional<Hl7Reply> reply = Hl7Reply.to(message);
        if (reply.isEmpty()) {
            throw new IOException("No header to answer to");
        }
        String id = reply.get().controlId();
        boolean conflict = mailbox.keep(id, "hl7", message, Map.of()) == Mailbox.Kept.CONFLICT;
        return reply.get().acknowledge(conflict ? "AR" : "AA", clock);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
