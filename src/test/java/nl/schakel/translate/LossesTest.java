package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.schakel.referral.Step;
import nl.schakel.translate.csv.CsvSplitter;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/losses.md}: what became of every leaf of every example, by the run that production makes. Our own
 * sample sets stand among the examples.
 */
class LossesTest {
    /** The one example that shows how a leaf is reported that no row knows. */
    private static final String SHOWS_UNMAPPED = "14-json-unknown-field";

    private static final List<String> OWN_SETS = List.of(
            "hl7v2-nl",
            "toegang-intake",
            "ddas-shv",
            "iwmo-3.2",
            "detentie-einde",
            "zgw/samples",
            "brp-haalcentraal/samples");
    /** Descriptions that lie beside the samples. */
    private static final List<String> NO_SAMPLES = List.of("SOURCE.md", "fields.json", "structure.json");

    private final Translator translator = Translator.load(Samples.MAPPINGS);

    @Test
    void thePageIsWhatTheMappingsDo() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Losses: what becomes of every value of a message

                Every leaf of a message (the smallest place that holds a value) is *mapped*, *dropped* by a named rule with its reason,
                *deleted* by its sender (`""` of HL7 v2), or reported as *unmapped*. This page is generated from the examples below `mappings/`, among them our own sample sets, by the
                run that production makes; a test compares it. Values are never shown. What a leaf only decided (a condition, a kind of
                code) counts as mapped. A list with several rows stands here once as it was handed in and once for each row, as the door
                cuts it. Published sample sets of others: [losses-reference.md](losses-reference.md). What a target has no place for:
                [losses-outbound.md](losses-outbound.md).

                *In het Nederlands: elk gegeven van een bericht is overgenomen (mapped), weggelaten door een regel met een reden (dropped),
                door de afzender gewist (deleted) of gemeld als niet herkend (unmapped). Deze bladzijde wordt gemaakt uit de voorbeelden en toont nooit een waarde.*
                """);
        tables().forEach((place, table) ->
                page.append("\n## ").append(place).append("\n\n").append(table.text("example")));
        Page.isStill("losses.md", page.toString());
    }

    @Test
    void nothingIsLostWithoutARuleExceptWhereAnExampleShowsIt() {
        for (ExampleFolder example : ExampleFolder.all()) {
            if (!example.name().equals(SHOWS_UNMAPPED)) {
                LossTable table = new LossTable();
                add(table, example);
                assertThat(table.unmappedPlaces()).as(example.toString()).isEmpty();
            }
        }
    }

    @Test
    void everyOwnSampleStandsAmongTheExamples() throws IOException {
        Path reference = Path.of(System.getProperty("schakel.reference", "../shared/reference"));
        assumeThat(reference).as("sample sets are not here").isDirectory();
        List<ExampleFolder> examples = ExampleFolder.all();
        for (String set : OWN_SETS) {
            try (Stream<Path> files = Files.list(reference.resolve(set))) {
                assertThat(files.filter(Files::isRegularFile)
                                .filter(file ->
                                        !NO_SAMPLES.contains(file.getFileName().toString()))
                                .filter(file -> !file.toString().endsWith(".yaml"))
                                .filter(file -> examples.stream()
                                        .noneMatch(
                                                example -> Arrays.equals(example.bytes(), ExampleFolder.bytes(file)))))
                        .as(set)
                        .isEmpty();
            }
        }
    }

    private Map<String, LossTable> tables() {
        Map<String, LossTable> tables = new TreeMap<>();
        for (ExampleFolder example : ExampleFolder.all()) {
            add(tables.computeIfAbsent(example.place(), place -> new LossTable()), example);
        }
        return tables;
    }

    private void add(LossTable table, ExampleFolder example) {
        SourceMessage message = example.message();
        table.add(example.name(), translator.explain(message));
        if (message.mediaType().equals("text/csv")) {
            rows(message).forEach(row -> table.add(example.name() + ", row " + row.row(), explained(message, row)));
        }
    }

    private Step<? extends Explanation<?>> explained(SourceMessage list, CsvSplitter.Part part) {
        return part instanceof CsvSplitter.Message row
                ? translator.explain(ExampleFolder.message(list.mapping(), list.mediaType(), row.bytes()))
                : Step.stopped(((CsvSplitter.Refused) part).problem());
    }

    /** The rows of a list of several. */
    private List<CsvSplitter.Part> rows(SourceMessage message) {
        List<CsvSplitter.Part> parts =
                translator.rows(message, "list").fold(all -> all, problem -> List.<CsvSplitter.Part>of());
        return parts.size() > 1 ? parts : List.of();
    }
}
