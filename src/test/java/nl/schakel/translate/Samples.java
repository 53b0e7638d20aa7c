package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.SourceMessage;

/** Messages for the tests of this room. */
final class Samples {
    static final Path MAPPINGS = Path.of("mappings");
    static final Path HL7_EXAMPLES = MAPPINGS.resolve("hl7v2-nl/2.5/examples");

    private Samples() {}

    static SourceMessage ward(byte[] bytes) {
        return new SourceMessage(
                new PartnerId("ggz-noord"),
                Role.GGZ,
                "hl7v2-nl/2.5",
                "application/hl7-v2",
                Optional.empty(),
                bytes,
                Map.of());
    }

    static SourceMessage ward(String text) {
        return ward(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] example(String name) {
        try {
            return Files.readAllBytes(HL7_EXAMPLES.resolve(name).resolve("input.hl7"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String referral() {
        return new String(example("01-ref-i12"), StandardCharsets.ISO_8859_1);
    }

    static <T> T value(Step<T> step) {
        return step.fold(value -> value, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    static Problem problem(Step<?> step) {
        if (step instanceof Step.Stopped<?> stopped) {
            return stopped.problem();
        }
        throw new AssertionError("It was not refused");
    }
}
