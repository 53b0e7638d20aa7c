package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of a desk format's examples is a test: {@code input.*} gives {@code canonical.json} and the outputs of its
 * system, or {@code expected-problem.json}. With {@code -Dschakel.examples=write} the expectations are written anew, to be
 * reviewed by a person before they are committed. A letter stands there as the text that comes out of it again.
 */
class DeskExamplesTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final List<String> SYSTEMS = List.of("toegang-intake", "detentie-einde", "ddas", "zgw", "brp");
    private static final Map<String, String> MEDIA =
            Map.of("csv", "text/csv", "eml", "message/rfc822", "json", "application/json");
    /** Per system what a receiver could get of a referral, and the file that holds it. */
    private static final Map<String, Map<String, String>> OUTPUTS = Map.of(
            "toegang-intake/1.0",
                    Map.of(
                            "formulier-json", "output.json",
                            "formulier-csv", "output.csv",
                            "brief", "output-letter.txt"),
            "detentie-einde/1.0", Map.of(),
            "ddas/1.0", Map.of("aanmelding", "output.json"),
            "zgw/1.5", Map.of("zaak", "output-zaak.json", "document", "output-document.json"),
            "brp/2.7", Map.of());

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Stream<Path> examples() throws IOException {
        return Files.find(FhirMappings.FOLDER, 5, (file, facts) -> ours(FhirMappings.FOLDER.relativize(file)))
                .sorted();
    }

    private static boolean ours(Path file) {
        String name = file.getFileName().toString();
        return SYSTEMS.contains(file.getName(0).toString()) && name.startsWith("input.") && !name.equals("input.json");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void translatesTheExampleAsItsFolderSays(Path input) throws IOException {
        Path folder = input.getParent();
        Step<TranslatedReferral> step = FhirMappings.TRANSLATOR.toCanonical(
                DeskMappings.source(family(input), media(input), DeskMappings.FACTS, Files.readAllBytes(input)));

        assertThat(folder.resolve("why.md")).isNotEmptyFile();
        if (step instanceof Step.Next<TranslatedReferral> next) {
            compareJson(
                    folder.resolve("canonical.json"),
                    CanonicalTree.of(next.value()).utf8());
            outputs(folder, family(input), next.value());
            if (!folder.getFileName().toString().contains("unknown")) {
                assertThat(next.value().losses()).noneMatch(loss -> loss.endsWith(" unmapped"));
            }
        } else {
            compareJson(
                    folder.resolve("expected-problem.json"),
                    step.fold(CanonicalTree::of, CanonicalTree::of).utf8());
            assertThat(folder.resolve("canonical.json")).doesNotExist();
        }
    }

    private static String family(Path input) {
        Path relative = FhirMappings.FOLDER.relativize(input);
        return relative.getName(0) + "/" + relative.getName(1);
    }

    private static String media(Path input) {
        String name = input.getFileName().toString();
        return MEDIA.get(name.substring(name.lastIndexOf('.') + 1));
    }

    private static void outputs(Path folder, String family, TranslatedReferral translated) throws IOException {
        for (Map.Entry<String, String> output : OUTPUTS.get(family).entrySet()) {
            if (translated.referral().envelope().event() != Envelope.Event.REFERRAL && !"ddas/1.0".equals(family)) {
                continue;
            }
            byte[] bytes = DeskMappings.bytes(translated, family + "/" + output.getKey(), Category.SECRET_ADDRESS);
            Path expected = folder.resolve(output.getValue());
            if (output.getValue().endsWith(".json")) {
                compareJson(expected, bytes);
            } else if (output.getValue().endsWith(".csv")) {
                compareText(expected, bytes, Charset.forName("windows-1252"));
            } else {
                compareText(expected, letter(bytes).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
    }

    static String letter(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replace("\r\n", "\n");
        }
    }

    private static void compareText(Path expected, byte[] outcome, Charset charset) throws IOException {
        if (WRITE) {
            Files.write(expected, outcome);
        }
        assertThat(new String(outcome, charset)).isEqualTo(new String(Files.readAllBytes(expected), charset));
    }

    private static void compareJson(Path expected, byte[] outcome) throws IOException {
        if (WRITE) {
            Files.writeString(expected, JSON.writeValueAsString(JSON.readTree(outcome)) + "\n");
        }
        assertThat(JSON.readTree(outcome)).isEqualTo(JSON.readTree(Files.readAllBytes(expected)));
    }

    static Optional<Path> reference(String path) {
        return Optional.ofNullable(System.getProperty("schakel.reference"))
                .map(folder -> Path.of(folder).resolve(path))
                .filter(Files::exists);
    }
}
