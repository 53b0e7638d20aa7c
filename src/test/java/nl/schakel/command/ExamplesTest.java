package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.parser.PipeParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.translate.Translator;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder {@code mappings/<system>/<version>/examples/NN-name} is a test, by the same run as {@code schakel map test}.
 * With {@code -Dschakel.examples=write} what came out becomes the expectation, to be reviewed by a person before it is
 * committed.
 */
class ExamplesTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final Path MAPPINGS = Path.of("mappings");
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();
    private static ExampleRun run;

    @BeforeAll
    static void loads() throws IOException {
        Rehearsal rehearsal = Rehearsal.load(MAPPINGS, Path.of("routes"), MapFolders.AT)
                .fold(loaded -> loaded, problem -> {
                    throw new AssertionError(problem.sentence());
                });
        run = new ExampleRun(Translator.load(MAPPINGS), rehearsal);
    }

    static List<Example> examples() throws IOException {
        return Example.below(MAPPINGS);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void comesOutAsItsFolderSays(Example example) {
        if (WRITE) {
            run.write(example);
        }
        assertThat(run.differences(example)).extracting(Difference::line).isEmpty();
        assertThat(example.folder().resolve("why.md")).isNotEmptyFile();
        assertThat(example.canonical().isPresent() && example.problem().isPresent())
                .isFalse();
    }

    /** HL7 v2 says more than anybody maps, and an example of what is unknown says so in its name. */
    @ParameterizedTest
    @MethodSource("examples")
    void leavesNothingBehindUnsaid(Example example) {
        boolean told = example.family().matches("hl7v2-nl/.*|fhir/.*")
                || example.name().contains("unknown");
        example.canonical()
                .filter(canonical -> !told)
                .ifPresent(canonical -> assertThat(canonical.path("losses"))
                        .noneMatch(loss -> loss.asText().endsWith(" unmapped")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatWeWriteIsWhatItsStandardSays(Example example) throws IOException, HL7Exception {
        for (ExpectedOutput output : ExpectedOutput.in(example.folder())) {
            if (output.ending().equals("hl7")) {
                readableToAll(Files.readAllBytes(output.file()));
            } else if (output.ending().equals("json") && example.family().equals("fhir/r4")) {
                assertThat(VALIDATOR.findings(Files.readAllBytes(output.file())).stream()
                                .filter(Finding::isError)
                                .map(finding -> output.file() + " " + finding.place() + ": " + finding.text()))
                        .isEmpty();
            }
        }
    }

    /** The reference parser, with its validation, takes what we write, and a message id is no longer than allowed. */
    private static void readableToAll(byte[] written) throws HL7Exception {
        String text = new String(written, StandardCharsets.UTF_8);
        assertThat(text.split("\\|")[9]).hasSize(20);
        assertThat(new PipeParser().parse(text.replaceFirst("ACK\\^[^|]*\\|", "ACK|")))
                .isNotNull();
    }
}
