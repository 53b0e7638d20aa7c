package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a partner hears how many events there were for it: it judges the seal and keeps the last one as {@code last.json}. */
final class HeartbeatOffice implements Office {
    private static final String LAST = "last.json";

    private final SealCheck seals;
    private final Path folder;

    HeartbeatOffice(SealCheck seals, Path folder) {
        this.seals = seals;
        this.folder = folder;
    }

    @Override
    public Answer take(byte[] body, Map<String, List<String>> headers) throws IOException {
        Optional<Answer> refused = Optional.of(headers.getOrDefault(PostOffice.SEAL, List.of()))
                .filter(given -> given.size() == 1)
                .map(given -> given.get(0))
                .map(seal -> seals.refuse(body, seal).map(PostOffice::refused))
                .orElseGet(() -> Optional.of(PostOffice.unsealed()));
        if (refused.isPresent()) {
            return refused.get();
        }
        Files.createDirectories(folder);
        DurableFile.write(folder.resolve(LAST), body);
        return new Answer(200, "application/json", JsonText.of(Map.of("status", "ok")));
    }
}
