package nl.schakel.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes what is fetched up to a limit; fetching more of it stops there. */
final class BoundedBytes extends OutputStream {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedBytes(int limit) {
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
