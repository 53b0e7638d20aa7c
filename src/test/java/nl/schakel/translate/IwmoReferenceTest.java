package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.api.Test;

/** The published examples of iWmo 2.0, which are not handed on with this program: read where they are, else skipped. */
class IwmoReferenceTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("schakel.reference", "../shared/reference"), "iwmo-2.0", "xml");

    @Test
    void everyPublishedExampleIsReadWithoutAnUnexplainedLoss() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "no third-party examples in " + FOLDER);
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> examples = files.sorted().toList();
            assertThat(examples).isNotEmpty();
            for (Path example : examples) {
                TranslatedReferral read = Samples.value(
                        Municipal.TRANSLATOR.toCanonical(Municipal.source(Files.readAllBytes(example), "iwmo/2.0")));
                assertThat(read.losses()).as(example.getFileName().toString()).noneMatch(l -> l.endsWith("unmapped"));
            }
        }
    }
}
