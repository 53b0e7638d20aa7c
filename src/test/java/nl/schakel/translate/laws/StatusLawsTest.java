package nl.schakel.translate.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.translate.StatusNotice;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What we tell of a referral, in every format: the same word is the same bytes; whatever stands in a sender's number, the
 * answer has the places that it has with a plain number, and the number stands there as it was; a word that we can read
 * ourselves is read whole; and a word that cannot be written says at which place.
 */
class StatusLawsTest {
    private static final Instant AT = Instant.parse("2026-04-21T08:15:00Z");
    private static final List<String> STATUSES = List.of(
            "requested",
            "received",
            "accepted",
            "rejected",
            "in-progress",
            "on-hold",
            "completed",
            "cancelled",
            "failed");
    private static final List<String> PLAIN = List.of("V-2026-0017", "0017", "A1");
    private static final List<String> NUMBERS = List.of(
            "V|17", "V^17&8~9", "V\\F\\17", "V\"17", "V;17", "=V17", "V<b>17", "V]]>17", "V&amp;17", "V{17}", "Vë17");
    private static final List<String> CATEGORIES = List.of("debts", "zrm", "referral");
    private static final Map<String, int[]> COUNTS = new TreeMap<>();

    static Stream<String> mappings() {
        try (Stream<Path> files =
                Files.find(Corpus.MAPPINGS, 3, (file, facts) -> file.toString().endsWith(".yaml"))) {
            return files
                    .filter(StatusLawsTest::tellsStatus)
                    .map(file -> Corpus.MAPPINGS.relativize(file).toString().replace(".yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tellsStatus(Path file) {
        return text(file).lines().anyMatch("reads: status"::equals);
    }

    @AfterAll
    static void says() {
        System.out.println("StatusLawsTest seed " + Dice.SEED + ", " + Dice.MESSAGES + " words a mapping");
        COUNTS.forEach((mapping, count) -> System.out.println(
                "  " + mapping + ": " + count[0] + " written, " + count[1] + " refused, " + count[2] + " read again"));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void aWordIsToldWhole(String mapping) {
        int[] count = COUNTS.computeIfAbsent(mapping, m -> new int[3]);
        List<Corpus.Example> originals = originals(mapping);
        Broken broken = new Broken();
        for (int i = 0; i < Dice.MESSAGES || i < 20 * Dice.MESSAGES && count[0] <= Dice.MESSAGES / 20; i++) {
            Dice dice = Dice.of(mapping, i);
            String repeat = Dice.repeat(mapping, i);
            Optional<SourceMessage> original = original(mapping, originals, dice);
            String number = dice.of(dice.chance(50) ? NUMBERS : PLAIN);
            StatusNotice notice = notice(dice, original, Optional.of(number));
            tell(mapping, notice)
                    .fold(
                            written -> {
                                count[0]++;
                                broken.tried(() -> same(mapping, notice, written, repeat));
                                broken.tried(() -> shape(mapping, notice, written, repeat));
                                broken.tried(() -> count[2] += readAgain(mapping, written, repeat));
                                return true;
                            },
                            refused -> {
                                count[1]++;
                                broken.tried(() -> law(refused.place().isPresent(), repeat, refused.sentence()));
                                return false;
                            });
        }
        assertThat(broken.laws()).isEmpty();
        assertThat(count[0]).as("enough can be written").isGreaterThan(Dice.MESSAGES / 20);
    }

    private static void same(String mapping, StatusNotice notice, OutboundDocument written, String repeat) {
        byte[] second = tell(mapping, notice).fold(OutboundDocument::bytes, p -> new byte[0]);
        law(Arrays.equals(written.bytes(), second), repeat, "other bytes the second time");
    }

    /** A number that looks like structure changes no structure. */
    private static void shape(String mapping, StatusNotice notice, OutboundDocument written, String repeat) {
        StatusNotice plain = with(notice, Optional.of("V2026"));
        List<Spot> usual = tell(mapping, plain).fold(w -> spots(mapping, w), p -> List.<Spot>of());
        List<Spot> spots = spots(mapping, written);
        law(places(usual).equals(places(spots)), repeat, "a number changed the places of the message");
        List<String> numbers = spots.stream().map(Spot::value).toList();
        for (int i = 0; i < usual.size(); i++) {
            if (usual.get(i).value().equals("V2026")) {
                String expected = notice.senderReference().orElseThrow();
                // A cell that a spreadsheet would take for a formula has an apostrophe before it.
                law(
                        numbers.get(i).equals(expected) || numbers.get(i).equals("'" + expected),
                        repeat,
                        "the number at " + usual.get(i).place() + " is another");
            }
        }
    }

    /** @return 1 when there is somebody among our own mappings who reads it */
    private static int readAgain(String mapping, OutboundDocument written, String repeat) {
        if (!mapping.matches("(iwmo|stuf-ggk)/.*")) {
            return 0;
        }
        Corpus.TRANSLATOR
                .toCanonical(Corpus.source(family(mapping), "xml", written.bytes()))
                .fold(
                        read -> {
                            List<String> left = read.losses().stream()
                                    .filter(loss -> loss.endsWith("unmapped"))
                                    .toList();
                            law(left.isEmpty(), repeat, "left over: " + left);
                            return true;
                        },
                        p -> {
                            throw new AssertionError(repeat + ": cannot be read: " + p.sentence());
                        });
        return 1;
    }

    private static Step<OutboundDocument> tell(String mapping, StatusNotice notice) {
        return Corpus.TRANSLATOR.statusToPartner(
                new Delivery(new PartnerId("afzender-demo"), "out", mapping, false), notice);
    }

    /** The messages that such a word answers: of the same family, and of the kind before its own number. */
    private static List<Corpus.Example> originals(String mapping) {
        String asked = switch (kind(mapping)) {
            case "wmo302-out" -> "wmo301";
            case "wmo306-out" -> "wmo305";
            case "wmo308-out" -> "wmo307";
            case "wmo316-out" -> "wmo315";
            case "wmo318-out", "wmo319-out" -> "wmo317";
            case "wmo320-out" -> "wmo319";
            case "fo01-out" -> "wmo";
            case "rri-i12", "rri-i13" -> "ref-i12";
            default -> "none";
        };
        return Corpus.mappings().stream()
                .filter(m -> kind(m).startsWith(asked))
                .flatMap(m -> Corpus.examples(m).stream())
                .filter(example ->
                        example.family().equals(mapping.startsWith("stuf-ggk/") ? "iwmo/3.2" : family(mapping)))
                .toList();
    }

    /** A message of iWmo in the envelope of an example. */
    private static SourceMessage enveloped(Corpus.Example example) {
        Corpus.Example envelope = Corpus.examples("stuf-ggk/2.1/di01").get(0);
        String content = Base64.getEncoder().encodeToString(example.bytes());
        String text = new String(envelope.bytes(), StandardCharsets.UTF_8)
                .replaceFirst("(<G:xmlBestand>)[^<]*", "$1" + content)
                .replaceFirst(
                        "(<S:functie>)[^<]*", "$1" + kind(example.mapping()).toUpperCase(Locale.ROOT));
        return envelope.source(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<SourceMessage> original(String mapping, List<Corpus.Example> originals, Dice dice) {
        if (originals.isEmpty()) {
            return Optional.empty();
        }
        Corpus.Example example = dice.of(originals);
        if (mapping.startsWith("stuf-ggk/")) {
            return Optional.of(enveloped(example));
        }
        SourceMessage varied = example.source(Variation.of(example, dice));
        boolean taken = Corpus.TRANSLATOR.toCanonical(varied).fold(t -> true, p -> false);
        return Optional.of(taken ? varied : example.source(example.bytes()));
    }

    private static StatusNotice notice(Dice dice, Optional<SourceMessage> original, Optional<String> number) {
        String status = dice.of(STATUSES);
        boolean notice = dice.chance(15);
        Optional<String> reason = notice
                ? Optional.of("no-longer-permitted")
                : switch (status) {
                    case "rejected" -> Optional.of(dice.of(codes("afwijsreden")));
                    case "on-hold" -> Optional.of(dice.of(codes("hold-reasons")));
                    default -> dice.chance(20) ? Optional.of(dice.of(codes("custody"))) : Optional.empty();
                };
        return new StatusNotice(
                "5a0d7c3e-2222-4333-8444-555566667777",
                new ReferralReference(2026, 1 + dice.below(9_999)),
                UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
                1 + dice.below(9),
                notice ? "requested" : status,
                reason,
                number,
                dice.chance(50) ? Optional.of(LocalDate.of(2026, 4, 20)) : Optional.empty(),
                AT,
                original,
                "https://localhost:8443/fhir",
                notice ? Optional.of(UUID.fromString("0e9f1d60-1111-4222-8333-444455557777")) : Optional.empty(),
                notice ? CATEGORIES.subList(0, 1 + dice.below(CATEGORIES.size())) : List.of());
    }

    private static StatusNotice with(StatusNotice notice, Optional<String> number) {
        return new StatusNotice(
                notice.messageId(),
                notice.reference(),
                notice.taskId(),
                notice.taskVersion(),
                notice.status(),
                notice.reason(),
                number,
                notice.exitDate(),
                notice.at(),
                notice.original(),
                notice.baseUrl(),
                notice.partOf(),
                notice.categories());
    }

    private static List<String> codes(String table) {
        return text(Corpus.MAPPINGS.resolve("codes/" + table + ".csv"))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("source,"))
                .map(line -> line.replaceFirst(",.*", ""))
                .toList();
    }

    private static List<Spot> spots(String mapping, OutboundDocument written) {
        String ending = switch (family(mapping)) {
            case "hl7v2-nl/2.5" -> "hl7";
            case "iwmo/3.2", "stuf-ggk/2.1" -> "xml";
            case "detentie-einde/1.0" -> "csv";
            default -> "json";
        };
        return new Corpus.Example(mapping, family(mapping), ending, written.bytes())
                .draft()
                .spots();
    }

    private static List<String> places(List<Spot> spots) {
        return spots.stream().map(Spot::place).toList();
    }

    private static String kind(String mapping) {
        return mapping.replaceFirst(".*/", "");
    }

    private static String family(String mapping) {
        return mapping.replaceFirst("/[^/]*$", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void law(boolean holds, String repeat, String otherwise) {
        if (!holds) {
            throw new AssertionError(repeat + ": " + otherwise);
        }
    }
}
