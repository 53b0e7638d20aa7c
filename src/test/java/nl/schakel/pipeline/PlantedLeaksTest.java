package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.pipeline.PlantedLeaks.Leak;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each leak goes through the stages of the hall to every receiver, where policy and tables hold nothing back. What a
 * receiver would get is searched by means of its own, not by the detector's.
 */
@Guards(Threat.T20)
class PlantedLeaksTest {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");

    @TempDir
    static Path folder;

    private static Rehearsal house;

    @BeforeAll
    static void opens() {
        house = OpenHouse.in(folder);
    }

    @Test
    void everyPlantedLeakIsStopped() {
        Map<String, int[]> table = new TreeMap<>();
        List<String> leaked = new ArrayList<>();
        List<Leak> leaks = PlantedLeaks.all();
        for (Leak leak : leaks) {
            int[] row = table.computeIfAbsent(leak.channel(), channel -> new int[4]);
            Rehearsal.Read read = read(leak);
            row[0]++;
            int parked = 0;
            int got = 0;
            for (PartnerId receiver : OpenHouse.receivers()) {
                Step<Rehearsal.Released> released = house.release(read, receiver);
                parked += released.fold(r -> 0, p -> p.code() == ProblemCode.SECRET_ADDRESS ? 1 : 0);
                got += released.fold(r -> 1, p -> 0);
                released.fold(
                        r -> searched(leak, receiver, r.explained().result().bytes(), leaked),
                        problem -> quiet(leak, receiver, problem, leaked));
            }
            row[parked > 0 ? 1 : got > 0 ? 2 : 3]++;
        }
        System.out.println("planted leaks: channel | planted | parked for a person | taken out, the rest went"
                + " | nothing of such a message ever goes on");
        table.forEach((channel, row) -> System.out.printf(
                Locale.ROOT, "  %-12s | %3d | %3d | %3d | %3d%n", channel, row[0], row[1], row[2], row[3]));
        table.forEach((channel, row) -> assertThat(row[3])
                .as("a delivery of debts changes nobody's referral; whatever else was planted must have had a way out")
                .isEqualTo(channel.equals("DDAS") ? row[0] : 0));
        System.out.printf("%d planted, %d leaked%n", leaks.size(), leaked.size());
        assertThat(leaked).isEmpty();
        assertThat(leaks).hasSizeGreaterThanOrEqualTo(50);
    }

    /** Without this the house might stop everything and prove nothing. */
    @Test
    void aProtectedClientWithNothingPlantedReachesEveryReceiverThatCanBeReached() {
        byte[] clean = PlantedLeaks.bundle(bundle -> {});
        Rehearsal.Read read = house.read(new PartnerId("ziekenhuis-demo"), "application/fhir+json", clean)
                .fold(r -> r, p -> {
                    throw new AssertionError(p.sentence());
                });
        for (PartnerId receiver : OpenHouse.receivers()) {
            Step<Rehearsal.Released> released = house.release(read, receiver);
            String outcome = released.fold(r -> "released", p -> p.code().name());
            assertThat(outcome).as(receiver.value()).isIn("released", ProblemCode.LABEL_WITHOUT_PLACE.name());
        }
    }

    @Test
    void theSameWordsAboutAClientWithoutProtectionGoOut() {
        byte[] open = PlantedLeaks.bundle(bundle -> {
            ((com.fasterxml.jackson.databind.node.ObjectNode) bundle.at("/entry/3/resource")).remove("meta");
            bundle.remove("meta");
        });
        Rehearsal.Read read = house.read(new PartnerId("ziekenhuis-demo"), "application/fhir+json", open)
                .fold(r -> r, p -> {
                    throw new AssertionError(p.sentence());
                });
        String got = house.release(read, new PartnerId("opvang-demo"))
                .fold(r -> new String(r.explained().result().bytes(), StandardCharsets.UTF_8), p -> p.sentence());
        assertThat(got).contains("Lindenhofje", "5613AB");
    }

    private static Rehearsal.Read read(Leak leak) {
        return house.read(leak.sender(), leak.mediaType(), leak.bytes()).fold(read -> read, problem -> {
            throw new AssertionError(leak + " was not read: " + problem.sentence());
        });
    }

    private static boolean searched(Leak leak, PartnerId receiver, byte[] output, List<String> leaked) {
        List<String> readable = readable(output, 3);
        for (String planted : leak.planted()) {
            String wanted = folded(planted);
            if (readable.stream()
                    .anyMatch(text -> text.contains(planted) || folded(text).contains(wanted))) {
                leaked.add(leak + " reached " + receiver);
            }
        }
        return true;
    }

    private static boolean quiet(Leak leak, PartnerId receiver, Problem problem, List<String> leaked) {
        String said = folded(problem.sentence());
        if (leak.planted().stream().map(PlantedLeaksTest::folded).anyMatch(said::contains)) {
            leaked.add(leak + " was told to the operator when it was stopped for " + receiver);
        }
        return true;
    }

    /** Small letters and digits of any script, without what stands between them. */
    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static List<String> readable(byte[] bytes, int depth) {
        List<String> texts = new ArrayList<>();
        String text = new String(bytes, StandardCharsets.UTF_8);
        texts.add(text);
        texts.add(new String(bytes, StandardCharsets.ISO_8859_1));
        texts.add(text.replaceAll("<[^<>]{0,300}>", "").replace("\\u003c", "<"));
        if (depth > 0) {
            BASE64.matcher(text)
                    .results()
                    .forEach(run -> decode(run.group(), inner -> texts.addAll(readable(inner, depth - 1))));
        }
        opened(bytes, texts);
        return texts;
    }

    private static void decode(String base64, Consumer<byte[]> then) {
        try {
            then.accept(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            // A word that only looks like it.
        }
    }

    private static void opened(byte[] bytes, List<String> texts) {
        try {
            if (new String(bytes, 0, Math.min(5, bytes.length), StandardCharsets.ISO_8859_1).equals("%PDF-")) {
                try (var document = Loader.loadPDF(bytes)) {
                    texts.add(new PDFTextStripper().getText(document));
                    texts.add(String.valueOf(document.getDocumentInformation().getAuthor()));
                }
            } else if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
                ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
                while (zip.getNextEntry() != null) {
                    String xml = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                    texts.add(xml);
                    texts.add(xml.replaceAll("<[^<>]+>", ""));
                }
            }
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
