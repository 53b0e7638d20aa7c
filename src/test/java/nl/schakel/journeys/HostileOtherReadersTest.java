package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.translate.OtherReaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every hostile input that is taken as harmless says the same to readers that others wrote. For sheets and mails, in the
 * folders of prison and desk, there is no other reader here; nor is one needed for tokens and bare requests.
 */
@Guards({Threat.T08, Threat.T11, Threat.T12})
class HostileOtherReadersTest {
    private static final HostileBases BASES = new HostileBases(Map.of(
            "ssrf",
            "127.0.0.1:1",
            "accept",
            "{\"resourceType\":\"Task\"}",
            "task",
            "-",
            "etag",
            "-",
            "reference",
            "-"));

    /** One reader of others. */
    private interface Reader {
        void agree(byte[] message) throws Exception;
    }

    private static final Map<String, Reader> READERS = Map.of(
            "mllp", OtherReaders::agreeOnHl7,
            "fhir", OtherReaders::agreeOnFhir,
            "xml", OtherReaders::agreeOnFhirXml,
            "json", OtherReaders::agreeOnJson,
            "notice", OtherReaders::agreeOnJson,
            "soap", OtherReaders::agreeOnSoap,
            "desk", OtherReaders::agreeOnJson);

    @ParameterizedTest
    @CsvSource({"mllp, 80", "fhir, 90", "xml, 12", "json, 10", "notice, 15", "soap, 18", "desk, 40"})
    void whatIsTakenOthersReadTheSame(String door, int least) throws Exception {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (HostileCase one : HostileCase.all()) {
            if (one.door().equals(door) && one.expected().contains("taken")) {
                for (byte[] message : messages(one)) {
                    compared++;
                    judged(one, message, wrong);
                }
            }
        }
        System.out.println("read by others as well: " + door + " " + compared);
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThanOrEqualTo(least);
    }

    private static void judged(HostileCase one, byte[] message, List<String> wrong) {
        try {
            READERS.get(one.door()).agree(message);
        } catch (Exception | AssertionError differs) {
            String why = String.valueOf(differs);
            wrong.add(one + ": " + why.substring(0, Math.min(300, why.length())));
        }
    }

    /** The messages of a case that are taken: of its frames, where it makes its own; of a desk its JSON alone. */
    private static List<byte[]> messages(HostileCase one) throws Exception {
        Map<String, String> known = BASES.next();
        HostileMessage message = HostileMessage.of(one, BASES.good(one.door(), known), known);
        if (message.says("bare")) {
            List<String> frames = HostileWire.frames(HostileText.latin(message.bytes()));
            List<String> words = words(one.expected());
            return IntStream.range(0, words.size())
                    .filter(i -> words.get(i).equals("taken"))
                    .mapToObj(i -> HostileText.bytes(frames.get(i)))
                    .toList();
        }
        return message.says("ending") ? List.of() : List.of(message.bytes());
    }

    /** What is said to each, as {@link HostileAnswer#said} counts it: {@code taken x3; SCH-1001}. */
    private static List<String> words(String said) {
        return Stream.of(said.split("; "))
                .map(word -> word.split(" x"))
                .flatMap(word -> Stream.generate(() -> word[0]).limit(word.length > 1 ? Long.parseLong(word[1]) : 1))
                .toList();
    }
}
