package nl.schakel.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;

/**
 * What one demo partner received: {@code received/<partner>/<message id>.<extension>}, the exact bytes, with papers
 * beside it. A message that comes again with the same bytes is counted, not kept twice.
 */
final class Mailbox {
    private static final int STRIPES = 64;

    private final Path folder;
    private final Clock clock;
    private final Object[] stripes = new Object[STRIPES];

    Mailbox(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        Arrays.setAll(stripes, i -> new Object());
    }

    /** What became of a message. */
    enum Kept {
        FIRST,
        REPEATED,
        CONFLICT
    }

    /**
     * Keeps one message; it is on the disk when this returns.
     *
     * @param beside further papers by extension ({@code jws}, {@code headers.json}), written before the message itself
     */
    Kept keep(String messageId, String extension, byte[] bytes, Map<String, byte[]> beside) throws IOException {
        String name = MessageName.of(messageId);
        synchronized (stripes[Math.floorMod(name.hashCode(), STRIPES)]) {
            Path file = folder.resolve(name + "." + extension);
            if (!Files.exists(file)) {
                for (Map.Entry<String, byte[]> paper : beside.entrySet()) {
                    DurableFile.write(folder.resolve(name + "." + paper.getKey()), paper.getValue());
                }
                DurableFile.write(file, bytes);
                return Kept.FIRST;
            }
            if (!Arrays.equals(Files.readAllBytes(file), bytes)) {
                return Kept.CONFLICT;
            }
            noteRepeat(name);
            return Kept.REPEATED;
        }
    }

    /** Whether exactly this was kept before. */
    boolean holds(String messageId, String extension, byte[] bytes) throws IOException {
        Path file = folder.resolve(MessageName.of(messageId) + "." + extension);
        return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    private void noteRepeat(String name) throws IOException {
        Files.writeString(
                folder.resolve("repeats.log"),
                clock.instant() + " " + name + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
