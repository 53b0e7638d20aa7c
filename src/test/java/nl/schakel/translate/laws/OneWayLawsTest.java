package nl.schakel.translate.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.Explanation;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What we write and nobody among us reads: letters, and requests to the systems of others. Everything that the account says
 * was written stands in the document when a foreign reader takes it apart, and the same referral is the same document.
 */
class OneWayLawsTest {
    /** A letter brings its font: one is made where others get this many. */
    private static final int LETTERS = 10;

    private static final Map<String, int[]> COUNTS = new TreeMap<>();

    @AfterAll
    static void says() {
        System.out.println("OneWayLawsTest seed " + Dice.SEED + ", " + Dice.MESSAGES + " messages a mapping");
        COUNTS.forEach((mapping, count) -> System.out.println(
                "  " + mapping + ": " + count[0] + " written, " + count[1] + " refused to be written"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toegang-intake/1.0/brief",
                "toegang-intake/1.0/netwerkcoach",
                "allegro/1.0/aanvraag2sr",
                "brp/2.7/vraag",
                "zgw/1.5/zaak",
                "zgw/1.5/rol",
                "zgw/1.5/document"
            })
    void whatIsWrittenStandsInIt(String mapping) {
        int[] count = COUNTS.computeIfAbsent(mapping, m -> new int[2]);
        Broken broken = new Broken();
        int messages = mapping.startsWith("toegang-intake/") ? Math.max(20, Dice.MESSAGES / LETTERS) : Dice.MESSAGES;
        for (int i = 0; i < messages || i < 20 * messages && count[0] <= messages / 20; i++) {
            Dice dice = Dice.of(mapping, i);
            Corpus.Example example = dice.of(Corpus.examples(dice.of(Corpus.mappings())));
            String repeat = Dice.repeat(mapping, i) + ", of " + example.mapping();
            Corpus.TRANSLATOR
                    .toCanonical(example.source(Variation.of(example, dice)))
                    .fold(read -> written(mapping, read, repeat, count, broken), p -> false);
        }
        assertThat(broken.laws()).isEmpty();
        assertThat(count[0]).as("enough can be written").isGreaterThan(messages / 20);
    }

    private static boolean written(String mapping, TranslatedReferral read, String repeat, int[] count, Broken broken) {
        return Release.of(read, mapping)
                .fold(
                        written -> {
                            count[0]++;
                            broken.tried(() -> stands(written, repeat));
                            broken.tried(() -> same(mapping, read, written, repeat));
                            return true;
                        },
                        refused -> {
                            count[1]++;
                            broken.tried(() -> law(refused.place().isPresent(), repeat, refused.sentence()));
                            return false;
                        });
    }

    private static void same(
            String mapping, TranslatedReferral read, Explanation<OutboundDocument> written, String repeat) {
        byte[] second = Release.of(read, mapping).fold(w -> w.result().bytes(), p -> new byte[0]);
        law(Arrays.equals(written.result().bytes(), second), repeat, "other bytes the second time");
    }

    private static void stands(Explanation<OutboundDocument> written, String repeat) {
        String found = bare(text(written.result()));
        for (Explanation.Field field : written.fields()) {
            if (field.value() instanceof Json.Text value) {
                law(found.contains(bare(value.value())), repeat, field.target() + " does not stand in it");
            }
        }
    }

    private static String text(OutboundDocument document) {
        byte[] bytes = document.bytes();
        String media = document.mediaType();
        if (media.contains("pdf")) {
            return pdf(bytes);
        }
        if (media.contains("xml")) {
            List<Spot> spots = new XmlDraft(bytes).spots();
            return spots.stream().map(Spot::value).collect(Collectors.joining("\n"));
        }
        return json(bytes);
    }

    private static String json(byte[] bytes) {
        StringBuilder values = new StringBuilder();
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            while (parser.nextToken() != null) {
                values.append(parser.getText()).append('\n');
            }
            return values.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pdf(byte[] bytes) {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            return new PDFTextStripper().getText(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what a line break or a font does to words, and the marks that turn text, which a letter leaves out. */
    private static String bare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).replaceAll("[\\s\\p{Cf}]+", "");
    }

    private static void law(boolean holds, String repeat, String otherwise) {
        if (!holds) {
            throw new AssertionError(repeat + ": " + otherwise);
        }
    }
}
