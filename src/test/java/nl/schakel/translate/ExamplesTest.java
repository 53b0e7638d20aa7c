package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder {@code mappings/hl7v2-nl/<version>/examples/NN-name} is a test: {@code input.hl7} gives {@code
 * canonical.json} or {@code expected-problem.json}. With {@code -Dschakel.examples=write} the expectations are written
 * anew, to be reviewed by a person before they are committed.
 */
class ExamplesTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Translator translator = Translator.load(Samples.MAPPINGS);

    static Stream<Path> examples() throws IOException {
        return Files.find(
                        Samples.MAPPINGS,
                        6,
                        (file, facts) -> file.getFileName().toString().equals("input.hl7"))
                .map(Path::getParent)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void translatesTheExampleAsItsFolderSays(Path folder) throws IOException {
        Step<TranslatedReferral> step =
                translator.toCanonical(Samples.ward(Files.readAllBytes(folder.resolve("input.hl7"))));
        boolean refused = step instanceof Step.Stopped<?>;
        Path expected = folder.resolve(refused ? "expected-problem.json" : "canonical.json");
        ObjectNode outcome = step.fold(ExamplesTest::canonical, ExamplesTest::problem);
        if (WRITE) {
            Files.writeString(expected, JSON.writeValueAsString(outcome) + "\n", StandardCharsets.UTF_8);
        }
        assertThat(JSON.readTree(Files.readAllBytes(expected)))
                .isEqualTo(JSON.readTree(JSON.writeValueAsBytes(outcome)));
        assertThat(folder.resolve("why.md")).isNotEmptyFile();
        assertThat(folder.resolve(refused ? "canonical.json" : "expected-problem.json"))
                .doesNotExist();
    }

    @Test
    void findsTheExamplesOfBothKinds() throws IOException {
        assertThat(examples().filter(f -> Files.exists(f.resolve("canonical.json"))))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(examples().filter(f -> Files.exists(f.resolve("expected-problem.json"))))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    private static ObjectNode problem(Problem problem) {
        ObjectNode node = JSON.createObjectNode();
        node.put("code", problem.code().name());
        problem.place().ifPresent(place -> node.put("place", place));
        problem.seen().ifPresent(seen -> node.put("seen", seen));
        return node;
    }

    private static ObjectNode canonical(TranslatedReferral translated) {
        ObjectNode node = JSON.createObjectNode();
        node.set("envelope", envelope(translated.referral().envelope()));
        ArrayNode items = node.putArray("items");
        translated.referral().items().forEach(item -> items.add(item(item)));
        ArrayNode losses = node.putArray("losses");
        translated.losses().forEach(losses::add);
        return node;
    }

    private static ObjectNode envelope(Envelope envelope) {
        ObjectNode node = JSON.createObjectNode();
        node.put("event", envelope.event().name());
        node.put("sender", envelope.sender().value());
        node.put("messageId", envelope.messageId());
        node.put("created", envelope.created().toString());
        envelope.client().bsn().ifPresent(bsn -> node.put("bsn", bsn.digits()));
        envelope.client().localId().ifPresent(id -> node.put("localId", id));
        envelope.client().authority().ifPresent(a -> node.put("authority", a));
        envelope.senderReference().ifPresent(r -> node.put("senderReference", r));
        ArrayNode addressed = node.putArray("addressedTo");
        envelope.addressedTo().forEach(addressed::add);
        envelope.municipality().ifPresent(m -> node.put("municipality", m));
        envelope.service().ifPresent(s -> node.put("service", s));
        node.put("purpose", envelope.purpose().code());
        ArrayNode needs = node.putArray("needs");
        envelope.needs().stream().sorted().forEach(need -> needs.add(need.code()));
        envelope.exitDate().ifPresent(d -> node.put("exitDate", d.toString()));
        ArrayNode labels = node.putArray("labels");
        envelope.labels().stream().sorted().forEach(label -> labels.add(label.name()));
        return node;
    }

    private static ObjectNode item(InformationItem item) {
        ObjectNode node = JSON.createObjectNode();
        node.put("category", item.category().code());
        node.put("place", item.origin().place());
        ArrayNode labels = node.putArray("labels");
        item.labels().stream().sorted().forEach(label -> labels.add(label.name()));
        node.set("resource", JSON.valueToTree(plain(item.resource())));
        return node;
    }

    private static Object plain(Json value) {
        if (value instanceof Json.Obj object) {
            Map<String, Object> members = new java.util.LinkedHashMap<>();
            object.members().forEach((name, member) -> members.put(name, plain(member)));
            return members;
        }
        if (value instanceof Json.Arr array) {
            return array.elements().stream().map(ExamplesTest::plain).toList();
        }
        if (value instanceof Json.Num number) {
            return number.value();
        }
        return value instanceof Json.Bool bool ? bool.value() : ((Json.Text) value).value();
    }
}
