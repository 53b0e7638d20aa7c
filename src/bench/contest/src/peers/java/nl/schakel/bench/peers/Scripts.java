package nl.schakel.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The mappings in other languages. */
final class Scripts {
    private Scripts() {}

    static String text(String name) {
        try (InputStream script = Objects.requireNonNull(Scripts.class.getResourceAsStream("/" + name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
