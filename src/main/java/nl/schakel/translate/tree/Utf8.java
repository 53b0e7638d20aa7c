package nl.schakel.translate.tree;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells UTF-8 from bytes of another character set. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Whether these bytes are UTF-8 and more than ASCII. No Dutch text in a single-byte set happens to be that as well: who
     * declares one and sends this has declared the wrong set, and every name with an accent would be another.
     */
    public static boolean isBeyondAscii(byte[] bytes) {
        boolean ascii = true;
        for (byte value : bytes) {
            ascii &= value >= 0;
        }
        if (ascii) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
