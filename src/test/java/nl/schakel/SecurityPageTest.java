package nl.schakel;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** {@code docs/explanation/security.md}: every threat with its control and the tests that name it by {@link Guards}. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("docs/explanation/security.md");
    private static final Path SOURCES = Path.of("src/test/java");

    private final Map<Threat, TreeSet<String>> guards = guards();

    @Test
    void everyThreatHasATestOrAReasonWhyNot() {
        assertThat(Threat.values())
                .allSatisfy(threat -> assertThat(
                                guards.get(threat).isEmpty() && threat.notYet().isEmpty())
                        .as(threat.name())
                        .isFalse());
        assertThat(Threat.values())
                .as("what is said to be built has a test, and what has none is not said to be built")
                .allSatisfy(threat -> assertThat(threat.control().isEmpty())
                        .as(threat.name())
                        .isEqualTo(guards.get(threat).isEmpty()));
    }

    /** Run with {@code -Dschakel.write-docs=true} to write the page anew. */
    @Test
    void thePageSaysWhatTheTestsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("schakel.write-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # Security: threats, controls, tests

                What we protect, in this order: a secret shelter address; the fact that somebody is a client of mental health care, a shelter
                or debt relief; the client's consent; the integrity of a referral; and that a handover works on the day somebody leaves.
                From whom: an outsider, a partner with a stolen key, a curious or mistaken partner, somebody inside, and a violent ex-partner
                who works at a partner.

                *In het Nederlands: elke dreiging staat hier met wat ertegen gebouwd is, welke tests dat bewaken, en wat er nog niet is.*

                This page is generated: each test says by `@Guards` against which threat it stands, and a test fails when this page says
                otherwise, or when a threat has neither a test nor a reason why not. Kinds are those of STRIDE: spoofing, tampering,
                repudiation, information disclosure, denial of service, elevation of privilege. Keys and certificates:
                [certs](../../certs/README.md). What stands at the doors: [hostile input](hostile-input.md). To report a weakness: [SECURITY.md](../../SECURITY.md).

                | | threat | kind | control | guarded by | not there yet |
                |---|---|---|---|---|---|
                """);
        for (Threat threat : Threat.values()) {
            page.append("| [%s](#%s) | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            threat.name(),
                            threat.name().toLowerCase(Locale.ROOT),
                            threat.words(),
                            threat.kind(),
                            threat.control(),
                            count(threat),
                            threat.notYet()));
        }
        page.append("\n## The tests of each threat\n");
        guards.forEach((threat, tests) -> {
            if (!tests.isEmpty()) {
                page.append("\n### ").append(threat.name()).append("\n");
                page.append(threat.words()).append(".\n\n");
                tests.forEach(test -> page.append("- ").append(test).append('\n'));
            }
        });
        return page.toString();
    }

    private String count(Threat threat) {
        int tests = guards.get(threat).size();
        return tests == 0 ? "-" : Integer.toString(tests);
    }

    /** A line for every test or whole class that names a threat. */
    private static Map<Threat, TreeSet<String>> guards() {
        Map<Threat, TreeSet<String>> guards = new EnumMap<>(Threat.class);
        Arrays.stream(Threat.values()).forEach(threat -> guards.put(threat, new TreeSet<>()));
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("nl.schakel")) {
            named(type).forEach(threat -> {
                assertThat(type.getAllMethods())
                        .as("%s has a test", type.getName())
                        .anyMatch(SecurityPageTest::isTest);
                guards.get(threat).add(link(type) + ", all of it");
            });
            for (JavaMethod method : type.getMethods()) {
                named(method).forEach(threat -> {
                    assertThat(isTest(method)).as("%s is a test", method).isTrue();
                    guards.get(threat).add(link(type) + " `" + method.getName() + "`");
                });
            }
        }
        return guards;
    }

    private static Stream<Threat> named(HasAnnotations<?> place) {
        if (!place.isAnnotatedWith(Guards.class)) {
            return Stream.empty();
        }
        assertThat(place.isAnnotatedWith(Disabled.class))
                .as("%s is disabled", place.getDescription())
                .isFalse();
        return Arrays.stream(place.getAnnotationOfType(Guards.class).value());
    }

    private static boolean isTest(JavaMethod method) {
        return method.isMetaAnnotatedWith(Testable.class);
    }

    private static String link(JavaClass type) {
        String path = type.getName().replace('.', '/') + ".java";
        assertThat(SOURCES.resolve(path)).exists();
        return Stream.of("[", type.getSimpleName(), "](../../src/test/java/", path, ")")
                .collect(Collectors.joining());
    }
}
