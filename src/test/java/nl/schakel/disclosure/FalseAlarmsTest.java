package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;

/** How often the detector stops what tells no place, and what it costs, over every canonical example of the repository. */
class FalseAlarmsTest {
    private final PlaceDetector detector = new PlaceDetector(PlaceDetectorTest.noneKnown());
    private final List<String> alarms = new ArrayList<>();
    private int texts;

    @Test
    void isQuietOverWhatIsLeftOfTheExamplesWithoutTheirPlaces() throws IOException {
        for (Json.Obj resource : WhereaboutsTest.resources()) {
            Optional<Json.Obj> left = new Whereabouts(true).out(resource);
            left.ifPresent(tree -> look(tree, ""));
        }
        System.out.println("FalseAlarmsTest " + texts + " texts, " + alarms.size() + " alarms: " + alarms);
        assertThat(texts).isGreaterThan(2_000);
        assertThat(alarms.size()).isLessThan(texts / 200);
    }

    private void look(Json value, String path) {
        if (value instanceof Json.Obj object) {
            object.members().forEach((name, member) -> {
                if (!name.equals("data")) {
                    look(member, path + "." + name);
                }
            });
        } else if (value instanceof Json.Arr array) {
            array.elements().forEach(element -> look(element, path));
        } else {
            value.asText().ifPresent(text -> {
                texts++;
                detector.marks(text).stream()
                        .filter(mark -> TextPaths.counts(mark.kind(), path))
                        .forEach(mark -> alarms.add(path + " " + mark.kind() + " '" + text + "'"));
            });
        }
    }

    /** A number for the record, not a promise: other work shares the machine, so the bound is generous. */
    @Test
    void readsAKilobyteInLittleTime() {
        String words =
                "Client stemt in met overdracht aan opvang en CTI-werker; sinds 2024 BW, daarvoor twee keer opgenomen."
                        + " Schulden van 12.500 euro bij negen schuldeisers, afspraak op 10-04-2026 om 09:30. ";
        String kilobytes = words.repeat(60);
        PlaceDetector knowing = new PlaceDetector(PlaceDetectorTest.known());
        for (int warm = 0; warm < 300; warm++) {
            knowing.marks(kilobytes);
        }
        long before = cpu();
        for (int run = 0; run < 200; run++) {
            knowing.marks(kilobytes);
        }
        double micros =
                (cpu() - before) / 1_000.0 / 200 / (kilobytes.getBytes(StandardCharsets.UTF_8).length / 1_024.0);
        System.out.printf(
                java.util.Locale.ROOT, "PlaceDetector %.0f microseconds per kB of ordinary text, warm%n", micros);
        assertThat(micros).isLessThan(1_500);
    }

    private static long cpu() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
