package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.Step;
import picocli.CommandLine.Mixin;

/** Where the mapping commands find the files that a gateway would load. */
final class MapFolders extends Printed {
    /** One moment for all rehearsals: the same message gives the same bytes. */
    static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

    @Mixin
    private final Folders folders = new Folders();

    Path mappings() {
        return folders.mappings();
    }

    Path routes() {
        return folders.routes();
    }

    Step<Rehearsal> load() throws IOException {
        return load(mappings());
    }

    Step<Rehearsal> load(Path other) throws IOException {
        return Rehearsal.load(other, folders.routes(), AT);
    }
}
