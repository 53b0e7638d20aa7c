package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.params.provider.MethodSource;

/** A message of any format with a piece of it changed: it becomes a referral of its sender, or a problem, and nothing else. */
@Guards({Threat.T08, Threat.T09, Threat.T13})
class MappingFuzzTest {
    private static final Translator TRANSLATOR = Translator.load(Samples.MAPPINGS);
    private static final int CONTROL = 4;
    private static final List<SourceMessage> SAMPLES = Stream.of(
                    sample("hl7v2-nl/2.5", "01-ref-i12/input.hl7"),
                    sample("hl7v2-nl/2.5", "30-oru-zrm-2013/input.hl7"),
                    sample("hl7v2-nl/2.5", "17-adt-a40-merge/input.hl7"),
                    sample("fhir/r4", "01-hospital-referral/input.json"),
                    sample("fhir/r4", "14-task-with-request/input.json"),
                    sample("fhir/r4", "20-consent/input.json"),
                    sample("ddas/1.0", "11-in-whole-trajectory/input.ddas.json"),
                    sample("zgw/1.5", "02-case-with-client/input.zgw.json"),
                    sample("toegang-intake/1.0", "01-json-briefadres/input.intake.json"),
                    sample("stuf-ggk/2.1", "01-di01-wmo301/input.xml"))
            .toList();

    private static SourceMessage sample(String family, String file) {
        Path path = Samples.MAPPINGS.resolve(family).resolve("examples").resolve(file);
        byte[] bytes = ExampleFolder.bytes(path);
        return ExampleFolder.message(family, ExampleFolder.media(path, bytes), bytes);
    }

    /** Which sample, from where, how much of it goes; the rest comes in its place. */
    static Stream<byte[]> kept() {
        return IntStream.range(0, SAMPLES.size())
                .boxed()
                .flatMap(i -> Stream.of(
                        new byte[] {(byte) (int) i, 0, 0, 0},
                        new byte[] {(byte) (int) i, 1, 40, 9, '2', '0', '2', '6'},
                        new byte[] {(byte) (int) i, 3, 0, 3, '"', '"'},
                        new byte[] {(byte) (int) i, 2, 0, 1, '|', '^', '"', '<', '&'}));
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void itIsAReferralOfItsSenderOrAProblem(byte[] bytes) {
        if (bytes.length < CONTROL) {
            return;
        }
        SourceMessage sample = SAMPLES.get((bytes[0] & 0xff) % SAMPLES.size());
        SourceMessage changed = with(sample, spliced(sample.bytes(), bytes));
        Step<TranslatedReferral> read = Bounded.read(changed.bytes(), () -> TRANSLATOR.toCanonical(changed));
        read.fold(
                referral -> {
                    Envelope envelope = referral.referral().envelope();
                    assertThat(envelope.sender()).isEqualTo(sample.sender());
                    return true;
                },
                problem -> {
                    assertThat(problem.code().httpStatus()).isBetween(400, 499);
                    assertThat(problem.sentence()).doesNotContain("Exception");
                    return true;
                });
    }

    private static byte[] spliced(byte[] whole, byte[] bytes) {
        int from = ((bytes[1] & 0xff) << 8 | bytes[2] & 0xff) % (whole.length + 1);
        int to = Math.min(whole.length, from + (bytes[3] & 0xff));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(whole, 0, from);
        changed.writeBytes(Arrays.copyOfRange(bytes, CONTROL, bytes.length));
        changed.write(whole, to, whole.length - to);
        return changed.toByteArray();
    }

    private static SourceMessage with(SourceMessage one, byte[] bytes) {
        return new SourceMessage(
                one.sender(), one.senderRole(), one.mapping(), one.mediaType(), one.charset(), bytes, one.facts());
    }
}
