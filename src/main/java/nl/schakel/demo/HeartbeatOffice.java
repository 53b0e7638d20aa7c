package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Problem;

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
        List<String> seal = headers.getOrDefault(PostOffice.SEAL, List.of());
        if (seal.size() != 1) {
            return PostOffice.refused(401, PostOffice.SEAL + " is missing");
        }
        Optional<Problem> refused = seals.refuse(body, seal.get(0));
        if (refused.isPresent()) {
            return PostOffice.refused(401, refused.get().code().id());
        }
        Files.createDirectories(folder);
        DurableFile.write(folder.resolve(LAST), body);
        return new Answer(200, "application/json", JsonText.of(Map.of("status", "ok")));
    }
}
