package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a system of STU3 hears: each folder with a {@code notice.json} gives the Task of {@code output.json}. */
class Stu3StatusTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Delivery DELIVERY =
            new Delivery(new PartnerId("ziekenhuis-demo"), "out", "fhir/stu3/task-status", false);

    static Stream<Path> notices() throws IOException {
        return Files.find(FhirMappings.FOLDER.resolve("fhir/stu3"), 4, (file, facts) -> file.endsWith("notice.json"))
                .map(Path::getParent)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("notices")
    void tellsTheStatusAsItsFolderSays(Path folder) throws IOException {
        JsonNode notice = JSON.readTree(folder.resolve("notice.json").toFile());
        byte[] written = Samples.value(FhirMappings.TRANSLATOR.statusToPartner(DELIVERY, notice(notice)))
                .bytes();
        if (WRITE) {
            Files.writeString(folder.resolve("output.json"), JSON.writeValueAsString(JSON.readTree(written)) + "\n");
        }
        JsonNode task = JSON.readTree(written);
        assertThat(task).isEqualTo(JSON.readTree(folder.resolve("output.json").toFile()));
        assertThat(task.at("/requester/agent").isObject()).isTrue();
        assertThat(folder.resolve("why.md")).isNotEmptyFile();
    }

    @Test
    void refusesAWordThatStu3DoesNotKnow() {
        JsonNode unknown = JSON.createObjectNode().put("status", "sleeping");
        assertThat(Samples.problem(FhirMappings.TRANSLATOR.statusToPartner(DELIVERY, notice(unknown)))
                        .code())
                .isEqualTo(ProblemCode.CODE_UNKNOWN);
    }

    private static StatusNotice notice(JsonNode notice) {
        return new StatusNotice(
                FhirMappings.CONTEXT.messageId(),
                FhirMappings.REFERENCE,
                FhirMappings.TASK,
                2,
                notice.path("status").asText(),
                Optional.ofNullable(notice.get("reason")).map(JsonNode::asText),
                Optional.ofNullable(notice.get("senderReference")).map(JsonNode::asText),
                Optional.of(LocalDate.of(2026, 4, 20)),
                FhirMappings.AT,
                Optional.empty(),
                FhirMappings.CONTEXT.baseUrl());
    }
}
