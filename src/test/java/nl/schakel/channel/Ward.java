package nl.schakel.channel;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/** A ward's end of an MLLP line, down to the byte. */
final class Ward implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Ward(int port) throws IOException {
        this(SocketFactory.getDefault(), port);
    }

    Ward(SocketFactory factory, int port) throws IOException {
        socket = factory.createSocket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static String message(String controlId) {
        return "MSH|^~\\&|EPD|GGZ-NOORD|||20261122||REF^I12|" + controlId + "|P|2.5\rPID|1||1\r";
    }

    static String framed(String message) {
        return "\u000b" + message + "\u001c\r";
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next framed answer; empty at the end of the stream. */
    String hear() throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != 0x1c) {
            if (next != 0x0b) {
                heard.write(next);
            }
            next = in.read();
        }
        if (next == 0x1c && in.read() != '\r') {
            throw new IOException("FS without CR");
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    void saysNoMore() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
