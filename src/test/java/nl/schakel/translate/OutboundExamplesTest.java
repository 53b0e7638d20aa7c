package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.parser.PipeParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file {@code output.<mapping>.<ext>} in an example folder is what somebody gets who may know everything but a protected
 * address, through {@code <system>/<version>/<mapping>} of the same folder. With {@code -Dschakel.examples=write} existing
 * files are written anew.
 */
class OutboundExamplesTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final Pattern OUTPUT = Pattern.compile("output\\.([a-z0-9-]+)\\.(hl7|json)");
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Map<String, String> FACTS = Map.of("messageId", "req-1", "receivedAt", "2026-04-10T11:00:00Z");

    static Stream<Path> outputs() throws IOException {
        return Files.find(
                        FhirMappings.FOLDER,
                        6,
                        (file, facts) ->
                                OUTPUT.matcher(file.getFileName().toString()).matches())
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void writesTheExampleAsItsFolderSays(Path file) throws IOException, HL7Exception {
        Matcher name = OUTPUT.matcher(file.getFileName().toString());
        assertThat(name.matches()).isTrue();
        byte[] written = written(file, name.group(1));
        boolean json = name.group(2).equals("json");
        if (WRITE) {
            Files.write(file, json ? JSON.writeValueAsBytes(JSON.readTree(written)) : written);
        }
        if (json) {
            assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(Files.readAllBytes(file)));
            assertThat(VALIDATOR.findings(written).stream()
                            .filter(Finding::isError)
                            .map(finding -> finding.place() + ": " + finding.text()))
                    .isEmpty();
        } else {
            assertThat(written).isEqualTo(Files.readAllBytes(file));
            readableToAll(written);
        }
    }

    private static byte[] written(Path file, String mapping) throws IOException {
        Path folder = file.getParent();
        String family = FhirMappings.FOLDER
                .relativize(folder.getParent().getParent())
                .toString()
                .replace('\\', '/');
        TranslatedReferral translated = Samples.value(FhirMappings.TRANSLATOR.toCanonical(source(folder)));
        return Samples.value(FhirMappings.TRANSLATOR.toPartner(
                        FhirMappings.toCare(translated, family + '/' + mapping), FhirMappings.CONTEXT))
                .bytes();
    }

    private static SourceMessage source(Path folder) throws IOException {
        Path hl7 = folder.resolve("input.hl7");
        return Files.exists(hl7)
                ? Samples.ward(Files.readAllBytes(hl7))
                : FhirMappings.source(FhirMappings.read(folder.resolve("input.json")), FACTS);
    }

    /** Our own reader and the reference parser, with its validation, take what we write. */
    private static void readableToAll(byte[] written) throws HL7Exception {
        Samples.value(new nl.schakel.translate.hl7.Hl7Reader().open(Samples.ward(written), ""));
        String text = new String(written, StandardCharsets.UTF_8);
        assertThat(text.split("\\|")[9]).hasSize(20);
        assertThat(new PipeParser().parse(text)).isNotNull();
    }
}
