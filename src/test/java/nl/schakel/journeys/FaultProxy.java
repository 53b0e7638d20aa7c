package nl.schakel.journeys;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Stands between the gateway and one partner and does what networks do. Knows bytes, and nothing of what they mean. */
final class FaultProxy implements Closeable {
    /** More than a TLS handshake with a client's certificate sends, less than any of our messages. */
    private static final int A_REQUEST = 4_500;

    private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int PIECE = 16 * 1024;
    private static final int HALF = 6_000;

    private final ServerSocket listening;
    private volatile int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger swallowed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger met = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile Mode mode = Mode.PASS;

    /** What is done to every connection from now on. */
    enum Mode {
        PASS,
        /** Connections are taken and reset at once. */
        DOWN,
        /** Every piece waits 5 s, in both directions. */
        SLOW,
        /** Everything is taken and nothing passes: neither bytes nor an end. */
        HALF_OPEN,
        /** The connection is reset in the middle of the request. */
        RESET_IN_BODY,
        /** The partner gets the request; the connection is reset instead of its answer. */
        ANSWER_RESET,
        /** The partner gets the request; its answer never comes. */
        ANSWER_HELD,
        /** The answer comes a few bytes at a time. */
        DRIP,
        /** Of each piece of the answer one bit is wrong. */
        CORRUPT
    }

    private FaultProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** Listens at {@code port}, passes on to {@code target}; both on this machine. */
    static FaultProxy start(int port, int target) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        FaultProxy proxy = new FaultProxy(socket, target);
        background(proxy::acceptAll);
        return proxy;
    }

    /** What holds from now on, for connections that are open too. */
    void mode(Mode next) {
        swallowed.set(0);
        mode = next;
        met.set(0);
        if (next == Mode.DOWN || next == Mode.PASS) {
            open.forEach(FaultProxy::reset);
        }
    }

    /** Passes on to another from now on; connections that are open are reset. */
    void target(int next) {
        target = next;
        open.forEach(FaultProxy::reset);
    }

    int target() {
        return target;
    }

    /** How many answers were held back since the mode was set. */
    int swallowed() {
        return swallowed.get();
    }

    /** How many connections and pieces the mode was in force for since it was set. */
    int met() {
        return met.get();
    }

    /** How many answers, or pieces of them, passed so far. */
    int answered() {
        return answered.get();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections were turned away so far. */
    int refused() {
        return refused.get();
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                met.incrementAndGet();
                if (mode == Mode.DOWN) {
                    refused.incrementAndGet();
                    reset(client);
                } else {
                    background(() -> join(client));
                }
            } catch (IOException closed) {
                // The next round sees whether it is over.
            }
        }
    }

    private void join(Socket client) {
        try (client;
                Socket partner = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(partner);
            client.setTcpNoDelay(true);
            partner.setTcpNoDelay(true);
            AtomicInteger asked = new AtomicInteger();
            background(() -> back(partner, client, asked));
            pump(client, partner, false, piece -> {
                int sent = asked.addAndGet(piece.length);
                if (mode == Mode.RESET_IN_BODY && sent > HALF) {
                    throw new IOException("reset");
                }
                return mode == Mode.HALF_OPEN ? new byte[0] : piece;
            });
        } catch (IOException broken) {
            // The other end sees it.
        } finally {
            reset(client);
            open.remove(client);
        }
    }

    private void back(Socket partner, Socket client, AtomicInteger asked) {
        try {
            pump(partner, client, true, piece -> answer(piece, asked));
        } catch (IOException broken) {
            // The other end sees it.
        } finally {
            reset(client);
            reset(partner);
            open.remove(partner);
        }
    }

    private byte[] answer(byte[] piece, AtomicInteger asked) throws IOException {
        boolean afterRequest = asked.get() > A_REQUEST;
        switch (mode) {
            case HALF_OPEN -> {
                return new byte[0];
            }
            case ANSWER_HELD -> {
                if (afterRequest) {
                    swallowed.incrementAndGet();
                    return new byte[0];
                }
            }
            case ANSWER_RESET -> {
                if (afterRequest) {
                    swallowed.incrementAndGet();
                    throw new IOException("reset");
                }
            }
            case CORRUPT -> piece[piece.length / 2] ^= 1;
            default -> {}
        }
        if (afterRequest) {
            answered.incrementAndGet();
        }
        return piece;
    }

    /** What becomes of a piece on its way. */
    private interface Change {
        byte[] of(byte[] piece) throws IOException;
    }

    private void pump(Socket from, Socket to, boolean answers, Change change) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[PIECE];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            met.incrementAndGet();
            byte[] piece = change.of(java.util.Arrays.copyOf(buffer, read));
            if (mode == Mode.SLOW) {
                LockSupport.parkNanos(DELAY_NANOS);
            }
            int step = mode == Mode.DRIP && answers ? 16 : Math.max(1, piece.length);
            for (int at = 0; at < piece.length; at += step) {
                out.write(piece, at, Math.min(step, piece.length - at));
                if (step < piece.length) {
                    LockSupport.parkNanos(DRIP_NANOS);
                }
            }
        }
    }

    /** Not an end in order: what was not read yet is gone. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // So it is gone.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        open.forEach(FaultProxy::reset);
    }
}
