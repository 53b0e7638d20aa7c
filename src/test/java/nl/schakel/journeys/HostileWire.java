package nl.schakel.journeys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A connection on which anything may be written, and everything that comes back before it is closed. */
final class HostileWire implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked");

    private final Socket socket;
    private final boolean secured;
    private long lastByte;

    private HostileWire(Socket socket, boolean secured) {
        this.socket = socket;
        this.secured = secured;
    }

    /** @param patience for each answer */
    static HostileWire to(int port, Optional<SSLContext> tls, Duration patience) throws IOException {
        Socket socket = tls.isPresent() ? tls.get().getSocketFactory().createSocket() : new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        socket.setSoTimeout((int) patience.toMillis());
        return new HostileWire(socket, tls.isPresent());
    }

    /** Writes it; a peer that closes meanwhile has said what it had to say. */
    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            lastByte = System.nanoTime();
        }
    }

    void endOfWriting() throws IOException {
        if (!secured) {
            try {
                socket.shutdownOutput();
            } catch (java.net.SocketException closed) {
                lastByte = System.nanoTime();
            }
        }
    }

    /** All that comes until the peer closes or says nothing for as long as we have patience; a character for each byte. */
    String heard() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        lastByte = System.nanoTime();
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                all.write(some, 0, count);
                lastByte = System.nanoTime();
            }
            if (all.size() == 0) {
                lastByte = System.nanoTime();
            }
        } catch (SocketTimeoutException silence) {
            lastByte = all.size() == 0 ? System.nanoTime() : lastByte;
        } catch (IOException reset) {
            lastByte = System.nanoTime();
        }
        return HostileText.latin(all.toByteArray());
    }

    /** When the last byte came, or that it was known that none would. */
    long lastByte() {
        return lastByte;
    }

    static List<String> frames(String heard) {
        List<String> frames = new ArrayList<>();
        for (String one : heard.split("\u001c\r?")) {
            int start = one.indexOf('\u000b');
            if (start >= 0) {
                frames.add(one.substring(start + 1));
            }
        }
        return frames;
    }

    static List<String> responses(String heard) {
        List<String> all = new ArrayList<>();
        int at = 0;
        while (heard.startsWith("HTTP/1.1 ", at)) {
            int body = heard.indexOf("\r\n\r\n", at) + 4;
            String head = heard.substring(at, body);
            Matcher length = LENGTH.matcher(head);
            boolean chunked = CHUNKED.matcher(head).find();
            int end = chunked
                    ? heard.indexOf("\r\n0\r\n\r\n", body) + 7
                    : Math.min(heard.length(), body + (length.find() ? Integer.parseInt(length.group(1)) : 0));
            all.add(head + (chunked ? unchunked(heard.substring(body, end)) : heard.substring(body, end)));
            at = end;
        }
        if (at < heard.length()) {
            throw new AssertionError("No HTTP: " + heard.substring(at));
        }
        return all;
    }

    private static String unchunked(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int line = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, line), 16);
            whole.append(body, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
        return whole.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
