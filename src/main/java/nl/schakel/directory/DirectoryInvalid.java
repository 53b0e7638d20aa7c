package nl.schakel.directory;

import java.util.List;
import java.util.stream.Collectors;

/** The files of the directory are not valid: nothing starts with them. Every finding is named at once. */
public final class DirectoryInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * One finding.
     *
     * @param file path below the routes folder
     * @param place line and path within the file, such as {@code line 12, /channels/0/template}
     */
    public record Finding(String file, String place, String seen, String expected) {
        @Override
        public String toString() {
            return file + ", " + place + ": seen " + seen + "; expected " + expected;
        }
    }

    DirectoryInvalid(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    static DirectoryInvalid of(String file, String place, String seen, String expected) {
        return new DirectoryInvalid(List.of(new Finding(file, place, seen, expected)));
    }

    public List<Finding> findings() {
        return findings;
    }
}
