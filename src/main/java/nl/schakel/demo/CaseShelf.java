package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cases of a stand-in's case system: a file each, {@code answers/<partner>/zaken/<uuid>.json}. */
final class CaseShelf {
    static final String ADDRESS = "/zaken/api/v1/zaken";
    private static final Pattern CASE = Pattern.compile(ADDRESS + "/([0-9a-f-]{36})");

    private final Path folder;

    CaseShelf(Path folder) throws IOException {
        this.folder = folder;
        DemoHome.makeFolder(folder);
    }

    Office.Answer read(String path) throws IOException {
        Matcher asked = CASE.matcher(path);
        Path file = folder.resolve(asked.matches() ? asked.group(1) + ".json" : "none");
        return Files.isRegularFile(file)
                ? new Office.Answer(200, "application/json", Files.readAllBytes(file))
                : PostOffice.refused(404, "There is no such case");
    }
}
