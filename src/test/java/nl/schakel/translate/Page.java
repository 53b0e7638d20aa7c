package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A generated page of {@code docs/reference}; {@code -Dschakel.write-docs=true} writes it anew. */
final class Page {
    private static final Path FOLDER = Path.of("docs/reference");

    private Page() {}

    static void isStill(String name, String text) throws IOException {
        Path page = FOLDER.resolve(name);
        if (Boolean.getBoolean("schakel.write-docs")) {
            Files.createDirectories(FOLDER);
            Files.writeString(page, text);
        }
        assertThat(Files.readString(page)).isEqualTo(text);
    }
}
