package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder with an {@code input.xml} is a test: it gives {@code canonical.json} or {@code expected-problem.json}, and
 * {@code output.xml} where a mapping {@code <name>-out} writes the same kind of message. With {@code
 * -Dschakel.examples=write} the expectations are written anew, to be reviewed by a person before they are committed.
 */
class XmlExamplesTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static Stream<Path> examples() throws IOException {
        return Files.find(Samples.MAPPINGS, 6, (file, facts) -> file.endsWith("input.xml"))
                .map(Path::getParent)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void translatesTheExampleAsItsFolderSays(Path folder) throws IOException {
        Step<TranslatedReferral> step = Municipal.TRANSLATOR.toCanonical(
                Municipal.source(Files.readAllBytes(folder.resolve("input.xml")), Municipal.family(folder)));

        assertThat(folder.resolve("why.md")).isNotEmptyFile();
        boolean refused = step instanceof Step.Stopped<?>;
        compare(
                folder.resolve(refused ? "expected-problem.json" : "canonical.json"),
                step.fold(CanonicalTree::of, CanonicalTree::of).utf8());
        assertThat(folder.resolve(refused ? "canonical.json" : "expected-problem.json"))
                .doesNotExist();
        if (step instanceof Step.Next<TranslatedReferral> next) {
            assertThat(next.value().losses()).noneMatch(loss -> loss.endsWith("unmapped"));
            released(folder, next.value());
        }
    }

    private static void released(Path folder, TranslatedReferral translated) throws IOException {
        String mapping = Municipal.outbound(translated);
        boolean answers = translated.referral().envelope().event() == Envelope.Event.ANSWER;
        if (answers || !Municipal.TRANSLATOR.knows(mapping)) {
            return;
        }
        Step<OutboundDocument> step = Municipal.released(translated, mapping);
        String output = step.fold(
                document -> new String(document.bytes(), StandardCharsets.UTF_8),
                problem -> "refused: " + problem.sentence() + "\n");
        Path expected = folder.resolve("output.xml");
        if (WRITE) {
            Files.writeString(expected, output);
        }
        assertThat(output).isEqualTo(Files.readString(expected));
    }

    private static void compare(Path expected, byte[] outcome) throws IOException {
        if (WRITE) {
            Files.writeString(expected, JSON.writeValueAsString(JSON.readTree(outcome)) + "\n");
        }
        assertThat(JSON.readTree(outcome)).isEqualTo(JSON.readTree(Files.readAllBytes(expected)));
    }
}
