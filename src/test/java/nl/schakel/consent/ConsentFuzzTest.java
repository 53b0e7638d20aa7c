package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a consent says, it is read or refused, always the same, and never under another status than it says. */
@Guards(Threat.T05)
class ConsentFuzzTest {
    private static final ConsentReader READER =
            new ConsentReader(id -> id.endsWith("5000") ? Optional.of(new PartnerId("opvang-demo")) : Optional.empty());
    private static final ConsentReader.Arrival ARRIVAL = new ConsentReader.Arrival(
            "c-1",
            new PartnerId("ggz-noord"),
            Consent.Channel.MESSAGE,
            Instant.parse("2026-04-10T10:00:00Z"),
            Optional.empty());

    static Stream<byte[]> kept() {
        String good = read("20-consent");
        return Stream.of(
                        good,
                        read("22-consent-in-error"),
                        read("27-consent-with-its-text"),
                        good.replace("\"permit\"", "\"deny\""),
                        good.replace("\"active\"", "\"inactive\""),
                        "{\"resourceType\":\"Consent\"}",
                        "{\"status\":\"active\",\"provision\":[]}",
                        "{\"status\":\"active\",\"provision\":{\"provision\":[{\"provision\":[{}]}]}}",
                        "{\"status\":1}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String example) {
        try {
            return Files.readString(Path.of("mappings/fhir/r4/examples", example, "input.json"));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void itIsReadOrRefusedAndAlwaysTheSame(byte[] bytes) {
        Optional<Json.Obj> tree = StrictJson.readObject(bytes).fold(Optional::of, problem -> Optional.empty());
        if (tree.isEmpty()) {
            return;
        }
        Step<Consent> read = Bounded.read(bytes, () -> READER.read(tree.get(), ARRIVAL));
        assertThat(READER.read(tree.get(), ARRIVAL)).isEqualTo(read);
        read.fold(
                consent -> {
                    assertThat(tree.get().text("status").flatMap(Consent.Status::of))
                            .hasValue(consent.status());
                    return true;
                },
                problem -> problem.place().isPresent());
    }
}
