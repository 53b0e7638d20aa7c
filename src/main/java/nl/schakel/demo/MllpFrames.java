package nl.schakel.demo;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import nl.schakel.referral.Limits;

/** MLLP on a blocking stream: VT, the message, FS CR. */
final class MllpFrames {
    static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int RETURN = 0x0D;

    private MllpFrames() {}

    /** The next message; empty at the end of the stream. Wrap the stream in a buffer. */
    static Optional<byte[]> read(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        if (first != START) {
            throw new IOException("The frame does not start with VT");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream(2048);
        for (int next = in.read(); next != END; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The frame ended early");
            }
            if (message.size() >= Limits.MESSAGE_BYTES) {
                throw new IOException("The frame is larger than the limit");
            }
            message.write(next);
        }
        if (in.read() != RETURN) {
            throw new IOException("The frame does not end with FS CR");
        }
        return Optional.of(message.toByteArray());
    }

    /** Writes the whole frame at once, so that it travels in one packet where it fits. */
    static void write(OutputStream out, byte[] message) throws IOException {
        byte[] frame = new byte[message.length + 3];
        frame[0] = START;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[frame.length - 2] = END;
        frame[frame.length - 1] = RETURN;
        out.write(frame);
        out.flush();
    }
}
