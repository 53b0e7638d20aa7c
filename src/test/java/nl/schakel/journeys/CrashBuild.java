package nl.schakel.journeys;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A gateway with some of its sources changed: copies are compiled against the product's jar into a folder that stands before
 * it on the class path. So the product carries no switch that halts it or makes it careless, and what is tested is the
 * product but for the lines that are named here. A change whose lines are no longer in the source fails.
 */
final class CrashBuild {
    private static final Path SOURCES = Path.of("src/main/java/nl/schakel");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path JAR = Path.of("target/schakel.jar");
    private static final Path LIBRARIES = Path.of("target/lib");

    private CrashBuild() {}

    /**
     * Lines of a source and what stands there instead.
     *
     * @param file below {@code src/main/java/nl/schakel}, or below {@code src/main/resources}
     * @param before must stand there exactly once; empty for a file of the harness's own
     */
    record Change(String file, String before, String after) {
        /** A file that the product does not have. */
        static Change added(String file, String text) {
            return new Change(file, "", text);
        }

        private boolean isJava() {
            return file.endsWith(".java");
        }

        private String in(String text) {
            if (before.isEmpty()) {
                return after;
            }
            int at = text.indexOf(before);
            if (at < 0 || text.indexOf(before, at + 1) >= 0) {
                throw new AssertionError("Not exactly once in " + file + ", adapt the harness: " + before);
            }
            return text.substring(0, at) + after + text.substring(at + before.length());
        }
    }

    /** The changed texts by file; nothing is compiled. */
    static Map<String, String> texts(List<Change> changes) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Change change : changes) {
            Path original = (change.isJava() ? SOURCES : RESOURCES).resolve(change.file());
            if (!texts.containsKey(change.file())) {
                texts.put(change.file(), Files.exists(original) ? Files.readString(original) : "");
            }
            texts.compute(change.file(), (file, text) -> change.in(text));
        }
        return texts;
    }

    /** @return the class path of the changed gateway */
    static String of(Path folder, List<Change> changes) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, String> one : texts(changes).entrySet()) {
            boolean java = one.getKey().endsWith(".java");
            Path file = java ? folder.resolve("sources").resolve(one.getKey()) : classes.resolve(one.getKey());
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
            Files.writeString(file, one.getValue());
            if (java) {
                sources.add(file);
            }
        }
        point(classes);
        compile(classes, sources);
        return classes.toAbsolutePath() + File.pathSeparator + JAR.toAbsolutePath();
    }

    private static void point(Path classes) throws IOException {
        String name = CrashPoint.class.getName().replace('.', '/') + ".class";
        Path file = classes.resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        try (var in = CrashPoint.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(Optional.ofNullable(in).orElseThrow(), file);
        }
    }

    private static void compile(Path classes, List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String path = classes + File.pathSeparator + JAR + File.pathSeparator + LIBRARIES.resolve("*");
        List<String> options = List.of(
                "-proc:none", "-nowarn", "-parameters", "--release", "17", "-d", classes.toString(), "-cp", path);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean good = sources.isEmpty()
                    || compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call();
            if (!good) {
                throw new AssertionError("The changed gateway does not compile: " + said);
            }
        } catch (UncheckedIOException trouble) {
            throw trouble.getCause();
        }
    }
}
