package nl.schakel.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes a mail up to its limit; fetching more of it stops there. */
final class MailBytes extends OutputStream {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MailBytes(int limit) {
        this.limit = limit;
    }

    /** More came than may. */
    static final class TooMany extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int count) throws IOException {
        if (bytes.size() + count > limit) {
            throw new TooMany();
        }
        bytes.write(some, from, count);
    }

    byte[] taken() {
        return bytes.toByteArray();
    }
}
