package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every format has at least three examples in each direction, one of them hostile: what is refused, or what is disarmed on
 * its way out. A hostile example begins its {@code why.md} with {@code Hostile:} or expects a problem.
 */
class ExampleCountTest {
    private static final Path MAPPINGS = Path.of("mappings");
    private static final int ENOUGH = 3;
    /** Delimiters of some format, markup, formulas, control characters, and marks that turn the direction of text. */
    private static final Pattern HOSTILE =
            Pattern.compile("[|^~\\\\<>;\\p{Cntrl}\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]|^[=@]|^[+-]\\D");

    private record Direction(String name, Predicate<Example> has, Predicate<Example> hostile) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Direction> directions() {
        List<Direction> all = new ArrayList<>();
        for (String kind : List.of(
                "REF^I12", "REF^I13", "REF^I14", "ADT^A01", "ADT^A03", "ADT^A08", "ADT^A13", "ADT^A31", "ADT^A40",
                "MDM^T02", "ORU^R01")) {
            all.add(in("HL7 v2 " + kind, "hl7v2-nl/2.5", input -> text(input).contains('|' + kind)));
        }
        all.add(out("HL7 v2 ACK", "hl7v2-nl/2.5", "ack"));
        all.add(out("HL7 v2 RRI", "hl7v2-nl/2.5", "rri-i1[23]"));
        all.add(out("HL7 v2 REF^I12", "hl7v2-nl/2.5", "ref-i12-out"));
        all.add(out("HL7 v2 ADT^A08", "hl7v2-nl/2.5", "adt-a08-out"));
        all.add(in("FHIR R4", "fhir/r4", input -> text(input).contains("\"resourceType\"")));
        for (String mapping : List.of(
                "message-bundle",
                "transaction-bundle",
                "document-bundle",
                "task-request",
                "status-bundle",
                "consent-out")) {
            all.add(out("FHIR R4 " + mapping, "fhir/r4", mapping));
        }
        all.add(in("FHIR STU3", "fhir/stu3", input -> true));
        all.add(out("FHIR STU3", "fhir/stu3", "task-status"));
        all.add(in("iWmo 2.0", "iwmo/2.0", input -> true));
        all.add(in("iWmo 3.2", "iwmo/3.2", input -> true));
        all.add(out("iWmo 3.2 messages", "iwmo/3.2", "wmo3(01|05|07|15|17)-out"));
        all.add(out("iWmo 3.2 answers", "iwmo/3.2", "wmo3(02|06|08|16|18|19|20)-out"));
        all.add(in("StUF-GGk", "stuf-ggk/2.1", input -> true));
        all.add(in("StUF-GGk Du01", "stuf-ggk/2.1", input -> text(input).contains(">Du01<")));
        all.add(in("StUF-GGk Fo01", "stuf-ggk/2.1", input -> text(input).contains(">Fo01<")));
        all.add(out("StUF-GGk Di01", "stuf-ggk/2.1", "wmo3(01|05|07|15|17)-out"));
        all.add(out("StUF-GGk Du01", "stuf-ggk/2.1", "wmo3(02|06|08|16|18|19|20)-out"));
        all.add(out("StUF-GGk Fo01", "stuf-ggk/2.1", "fo01-out"));
        all.add(in("DDAS", "ddas/1.0", input -> input.endsWith("input.ddas.json")));
        all.add(out("DDAS", "ddas/1.0", "aanmelding"));
        all.add(out("DDAS status", "ddas/1.0", "status"));
        all.add(in("Allegro", "allegro/1.0", input -> true));
        all.add(out("Allegro", "allegro/1.0", "aanvraag2sr"));
        all.add(in("ZGW", "zgw/1.5", input -> true));
        for (String mapping : List.of("zaak", "rol", "status", "document")) {
            all.add(out("ZGW " + mapping, "zgw/1.5", mapping));
        }
        all.add(in("BRP", "brp/2.7", input -> true));
        all.add(out("BRP", "brp/2.7", "vraag"));
        all.add(in("Toegang JSON", "toegang-intake/1.0", input -> input.endsWith("input.intake.json")));
        all.add(in("Toegang CSV", "toegang-intake/1.0", input -> input.endsWith("input.csv")));
        all.add(in("Toegang e-mail", "toegang-intake/1.0", input -> input.endsWith("input.eml")));
        for (String mapping : List.of("formulier-json", "formulier-csv", "brief", "netwerkcoach")) {
            all.add(out("Toegang " + mapping, "toegang-intake/1.0", mapping));
        }
        all.add(in("prison CSV", "detentie-einde/1.0", input -> true));
        all.add(out("prison CSV", "detentie-einde/1.0", "antwoord"));
        return all;
    }

    private static Direction in(String format, String family, Predicate<Path> input) {
        return new Direction(
                format + " in",
                example -> example.family().equals(family)
                        && example.input().filter(input).isPresent(),
                example -> example.problem().isPresent() || saysHostile(example));
    }

    private static Direction out(String format, String family, String by) {
        Predicate<ExpectedOutput> ours = output -> output.by().matches(by);
        return new Direction(
                format + " out",
                example -> example.family().equals(family)
                        && ExpectedOutput.in(example.folder()).stream().anyMatch(ours),
                example -> ExpectedOutput.in(example.folder()).stream()
                                .filter(ours)
                                .anyMatch(ExpectedOutput::isRefusal)
                        || saysHostile(example));
    }

    @ParameterizedTest
    @MethodSource("directions")
    void hasEnoughExamplesAndOneIsHostile(Direction direction) throws IOException {
        List<Example> has =
                Example.below(MAPPINGS).stream().filter(direction.has()).toList();

        assertThat(has).extracting(Example::name).hasSizeGreaterThanOrEqualTo(ENOUGH);
        assertThat(has.stream().filter(direction.hostile())).isNotEmpty();
    }

    /** Each outbound mapping at least once, so that nobody changes one unseen. */
    @Test
    void nothingIsWrittenWithoutAnExample() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        for (Example example : Example.below(MAPPINGS)) {
            ExpectedOutput.in(example.folder()).forEach(output -> shown.add(example.family() + '/' + output.by()));
        }
        assertThat(outbound()).isNotEmpty().allMatch(shown::contains);
    }

    /** Whoever calls what goes out hostile shows what is hostile in it. */
    @Test
    void aHostileExampleIsHostile() throws IOException {
        for (Example example : Example.below(MAPPINGS)) {
            boolean goesOut = !ExpectedOutput.in(example.folder()).isEmpty();
            if (saysHostile(example) && goesOut && example.problem().isEmpty()) {
                assertThat(Stream.of(example.canonical(), example.notice())
                                .flatMap(tree -> tree.stream())
                                .flatMap(tree -> leaves(tree)))
                        .as(example.name())
                        .anyMatch(leaf -> HOSTILE.matcher(leaf).find());
            }
        }
    }

    private static List<String> outbound() throws IOException {
        try (Stream<Path> files = Files.find(
                MAPPINGS, 3, (file, facts) -> file.getFileName().toString().endsWith(".yaml"))) {
            return files.filter(file -> text(file).contains("\nwrites: "))
                    .map(file -> MAPPINGS.relativize(file).toString().replace(".yaml", ""))
                    .toList();
        }
    }

    private static Stream<String> leaves(JsonNode tree) {
        return tree.isValueNode()
                ? Stream.of(tree.asText())
                : tree.valueStream().flatMap(ExampleCountTest::leaves);
    }

    private static boolean saysHostile(Example example) {
        Path why = example.folder().resolve("why.md");
        return Files.exists(why) && text(why).startsWith("Hostile:");
    }

    private static String text(Path file) {
        return new String(Example.bytes(file), StandardCharsets.ISO_8859_1);
    }
}
