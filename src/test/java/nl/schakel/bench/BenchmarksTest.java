package nl.schakel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import nl.schakel.referral.evidence.MinimisedReferral;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The benchmarks are a build of their own, because of the libraries they compare with. What of them knows the product is
 * compiled against it here, so that a change cannot leave them behind, and the map that was written by hand must make what
 * the tables make.
 */
class BenchmarksTest {
    private static final Path SOURCES = Path.of("src/bench/contest/src/main/java");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path classes;

    private static URLClassLoader loader;
    private static Object contestants;

    @BeforeAll
    static void compile() throws IOException, ReflectiveOperationException {
        assertThat(compiles(SOURCES, classes)).isTrue();
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, BenchmarksTest.class.getClassLoader());
        contestants = loader.loadClass("nl.schakel.bench.Contestants")
                .getConstructor(Path.class)
                .newInstance(Path.of("mappings"));
    }

    private static boolean compiles(Path folder, Path into) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(folder)) {
            List<Path> sources =
                    found.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-proc:none", "-d", into.toString());
            return compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
    }

    /** The whole way: its peers know other libraries and stand apart, the rest knows the product. */
    @Test
    void measuresTheProductThatIsThere(@TempDir Path into) throws IOException {
        assertThat(compiles(Path.of("src/bench/gateway/src/main/java"), into)).isTrue();
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adt-a03", "ref-i12"})
    void makesByHandWhatTheTablesMake(String task) throws ReflectiveOperationException, IOException {
        JsonNode byHand = made(task + "/hand-written");
        assertThat(byHand.get("items")).hasSizeGreaterThan(8);
        assertThat(byHand).isEqualTo(made(task + "/schakel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intake/schakel", "fhir/schakel", "fhir/bundle-out", "fhir/ddas-out"})
    void measuresWhatIsThere(String contestant) throws ReflectiveOperationException, IOException {
        assertThat(made(contestant)).isNotEmpty();
    }

    /** All of the story goes, and none of it is taken for a place. */
    @ParameterizedTest
    @ValueSource(strings = {"disclosure/open", "disclosure/protected", "disclosure/last-look"})
    void disclosesWhatItMeasures(String contestant) throws ReflectiveOperationException {
        Constructor<?> maker = loader.loadClass("nl.schakel.bench.Disclosures").getDeclaredConstructor(Path.class);
        maker.setAccessible(true);
        Method named = maker.getDeclaringClass().getDeclaredMethod("named", String.class);
        named.setAccessible(true);
        Object made = named.invoke(maker.newInstance(Path.of("mappings")), contestant);
        if (made instanceof MinimisedReferral left) {
            assertThat(left.items())
                    .anyMatch(item -> new String(item.resource().utf8(), StandardCharsets.UTF_8).length() > 10_000);
        } else {
            assertThat(made).isEqualTo(false);
        }
    }

    /** What must be good is good by every way that is measured. */
    @Test
    void sealsAndChecksWhatItMeasures() throws ReflectiveOperationException {
        Constructor<?> maker = loader.loadClass("nl.schakel.bench.Seals").getDeclaredConstructor();
        maker.setAccessible(true);
        Object seals = maker.newInstance();
        Method named = maker.getDeclaringClass().getDeclaredMethod("named", String.class);
        named.setAccessible(true);
        Field names = loader.loadClass("nl.schakel.bench.SealBenchmark").getDeclaredField("NAMES");
        names.setAccessible(true);
        for (Object name : (List<?>) names.get(null)) {
            assertThat(named.invoke(seals, name)).as(name.toString()).isNotNull();
        }
    }

    private static JsonNode made(String contestant) throws ReflectiveOperationException, IOException {
        Class<?> all = contestants.getClass();
        Object one = all.getMethod("named", String.class).invoke(contestants, contestant);
        Object message = all.getMethod("message", String.class).invoke(contestants, contestant);
        Class<?> contract = loader.loadClass("nl.schakel.bench.Contestant");
        return JSON.readTree(
                (byte[]) contract.getMethod("translate", byte[].class).invoke(one, message));
    }
}
