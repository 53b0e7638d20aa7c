package nl.schakel.trust;

import java.nio.file.Path;

/** A key or certificate file cannot be used; the message names the file and what is expected, never its contents. */
public final class KeyMaterialInvalid extends RuntimeException {
    public KeyMaterialInvalid(Path file, String expected) {
        super(file + ": expected " + expected);
    }

    public KeyMaterialInvalid(Path file, String expected, Throwable cause) {
        super(file + ": expected " + expected, cause);
    }
}
