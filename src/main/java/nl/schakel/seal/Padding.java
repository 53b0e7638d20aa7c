package nl.schakel.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Hides how long a part is: 1, 4, 16 or 64 kB, or whole multiples of 64 kB. Zeros follow the length and the bytes. */
final class Padding {
    private static final int[] SIZES = {1024, 4 * 1024, 16 * 1024, 64 * 1024};
    private static final int LARGEST = SIZES[SIZES.length - 1];

    private Padding() {}

    static byte[] pad(byte[] bytes) {
        return ByteBuffer.allocate(size(bytes.length + Integer.BYTES))
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /** Empty unless it was padded in just this way. */
    static Optional<byte[]> unpad(byte[] padded) {
        if (padded.length < SIZES[0]) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(padded).getInt();
        if (length < 0 || length > padded.length - Integer.BYTES || size(length + Integer.BYTES) != padded.length) {
            return Optional.empty();
        }
        for (int i = Integer.BYTES + length; i < padded.length; i++) {
            if (padded[i] != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(Arrays.copyOfRange(padded, Integer.BYTES, Integer.BYTES + length));
    }

    private static int size(int length) {
        for (int size : SIZES) {
            if (length <= size) {
                return size;
            }
        }
        return (length + LARGEST - 1) / LARGEST * LARGEST;
    }
}
