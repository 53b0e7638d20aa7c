package nl.schakel.demo;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import nl.schakel.referral.Limits;

/** A sender's side of an MLLP connection: one message at a time, each waits for its acknowledgement. */
public final class MllpLine implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private MllpLine(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Limits.WHOLE_FRAME.toMillis());
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static MllpLine plain(int port) throws IOException {
        return new MllpLine(connected(port));
    }

    static MllpLine secured(int port, SSLSocketFactory sockets) throws IOException {
        return new MllpLine(sockets.createSocket(connected(port), "localhost", port, true));
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        return socket;
    }

    /** Sends exactly these bytes in a frame and returns the acknowledgement. */
    public byte[] exchange(byte[] message) throws IOException {
        MllpFrames.write(out, message);
        Optional<byte[]> answer = MllpFrames.read(in);
        return answer.orElseThrow(() -> new EOFException("The other side closed without an answer"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
