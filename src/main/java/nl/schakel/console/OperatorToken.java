package nl.schakel.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The bearer token of the operator's API; compared in constant time, never logged. */
final class OperatorToken {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    private OperatorToken(byte[] token) {
        this.token = token;
    }

    /** Reads the token; makes one of 256 bits, readable by the owner alone, when there is none yet. */
    static OperatorToken from(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new OperatorToken(Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IOException trouble) {
            throw new UncheckedIOException("Cannot read the operator token", trouble);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(secret));
    }

    boolean matches(String authorization) {
        return authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
