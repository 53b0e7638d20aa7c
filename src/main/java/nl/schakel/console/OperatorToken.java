package nl.schakel.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The bearer token of the operator's API; compared in constant time, never logged. */
final class OperatorToken {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    private OperatorToken(byte[] token) {
        this.token = token;
    }

    static OperatorToken from(Path file) {
        try {
            return new OperatorToken(Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IOException trouble) {
            throw new UncheckedIOException("Cannot read the operator token", trouble);
        }
    }

    boolean matches(String authorization) {
        return authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
