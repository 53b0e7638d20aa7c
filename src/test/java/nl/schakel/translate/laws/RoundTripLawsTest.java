package nl.schakel.translate.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.Account;
import nl.schakel.translate.Explanation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What we write in a partner's format, we can read. Generated messages of every format are translated to each format that
 * can be read as well, and back: it is taken, nothing of it is left over, what the account calls carried is found in it, and
 * a second time round changes nothing more.
 */
class RoundTripLawsTest {
    /** Outbound mapping to the family that reads it and the ending of its file. */
    private static final Map<String, Back> BACK = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "fhir/r4/message-bundle",
                    new Back("fhir/r4", "json", "fhir/r4/referral", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "fhir/r4/document-bundle",
                    new Back("fhir/r4", "json", "fhir/r4/referral", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "fhir/r4/transaction-bundle",
                    new Back("fhir/r4", "json", "fhir/r4/referral", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "fhir/r4/task-request",
                    new Back("fhir/r4", "json", "fhir/r4/referral", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "fhir/r4/consent-out",
                    new Back("fhir/r4", "json", "fhir/r4/consent", EnumSet.of(Envelope.Event.CONSENT))),
            Map.entry(
                    "hl7v2-nl/2.5/ref-i12-out",
                    new Back("hl7v2-nl/2.5", "hl7", "hl7v2-nl/2.5/ref-i12", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "hl7v2-nl/2.5/adt-a08-out",
                    new Back("hl7v2-nl/2.5", "hl7", "hl7v2-nl/2.5/adt-a08", EnumSet.of(Envelope.Event.UPDATE))),
            Map.entry(
                    "toegang-intake/1.0/formulier-json",
                    new Back("toegang-intake/1.0", "json", "toegang-intake", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "toegang-intake/1.0/formulier-csv",
                    new Back("toegang-intake/1.0", "csv", "toegang-intake", EnumSet.of(Envelope.Event.REFERRAL))),
            Map.entry(
                    "ddas/1.0/aanmelding",
                    new Back("ddas/1.0", "json", "ddas/1.0/levering", EnumSet.of(Envelope.Event.REFERRAL)))));

    private static final int ENOUGH = Dice.MESSAGES / 20;
    /** Few messages of some formats have what another one is about; more are drawn then, so that no seed is unlucky. */
    private static final int MOST = 10 * Dice.MESSAGES;

    private static final Map<String, int[]> COUNTS = new TreeMap<>();

    /**
     * How a document is read again.
     *
     * @param events what is written in it
     * @param own prefix of the mappings that read it; their messages are tried beside those of all other formats
     */
    private record Back(String family, String ending, String own, Set<Envelope.Event> events) {}

    static {
        for (String version : List.of("iwmo/3.2", "stuf-ggk/2.1")) {
            for (String kind : List.of("301", "305", "307", "315", "317")) {
                BACK.put(
                        version + "/wmo" + kind + "-out",
                        new Back(
                                version,
                                "xml",
                                "iwmo/3.2/wmo" + kind,
                                EnumSet.of(Envelope.Event.REFERRAL, Envelope.Event.UPDATE, Envelope.Event.NOTE)));
            }
        }
    }

    static Set<String> mappings() {
        return BACK.keySet();
    }

    @AfterAll
    static void says() {
        System.out.println("RoundTripLawsTest seed " + Dice.SEED + ", " + Dice.MESSAGES + " messages a mapping");
        COUNTS.forEach((mapping, count) -> System.out.println(
                "  " + mapping + ": " + count[0] + " there and back, " + count[1] + " refused to be written"));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    @Guards(Threat.T08)
    void whatIsWrittenIsReadAndStaysTheSame(String mapping) {
        Back back = BACK.get(mapping);
        int[] count = COUNTS.computeIfAbsent(mapping, m -> new int[2]);
        List<String> sources = sources(back);
        Broken broken = new Broken();
        for (int i = 0; i < Dice.MESSAGES || (count[0] <= ENOUGH && i < MOST); i++) {
            Dice dice = Dice.of(mapping, i);
            Corpus.Example example = dice.of(Corpus.examples(dice.of(sources)));
            Step<TranslatedReferral> read = Corpus.TRANSLATOR.toCanonical(example.source(Variation.of(example, dice)));
            if (read instanceof Step.Next<TranslatedReferral> next && fits(back, next.value())) {
                String repeat = Dice.repeat(mapping, i) + ", of " + example.mapping();
                Release.of(next.value(), mapping)
                        .fold(
                                written -> {
                                    count[0]++;
                                    thereAndBack(mapping, back, written, repeat, broken);
                                    return true;
                                },
                                refused -> {
                                    count[1]++;
                                    law(refused.place().isPresent(), repeat, refused.sentence());
                                    return false;
                                });
            }
        }
        assertThat(broken.laws()).isEmpty();
        assertThat(count[0]).as("enough can be written").isGreaterThan(ENOUGH);
    }

    /** Only what would be released in this format; about a client without any number nothing can be read in any. */
    private static boolean fits(Back back, TranslatedReferral read) {
        boolean known = read.referral().items().stream()
                .anyMatch(item -> item.resourceType().equals("Patient")
                        && !item.resource().list("identifier").isEmpty());
        return known && back.events().contains(read.referral().envelope().event());
    }

    /** Half of the messages are of the format itself, the others of any. */
    private static List<String> sources(Back back) {
        List<String> own =
                Corpus.mappings().stream().filter(m -> m.startsWith(back.own())).toList();
        List<String> all = new java.util.ArrayList<>(Corpus.mappings());
        for (int i = 0; !own.isEmpty() && i < Corpus.mappings().size(); i++) {
            all.add(own.get(i % own.size()));
        }
        return all;
    }

    private static void thereAndBack(
            String mapping, Back back, Explanation<OutboundDocument> written, String repeat, Broken broken) {
        broken.tried(() -> {
            TranslatedReferral read = again(back, written, repeat);
            read.losses().stream()
                    .filter(loss -> loss.endsWith("unmapped"))
                    .forEach(loss -> broken.tried(() -> otherwise(repeat, "left over: " + loss)));
            broken.tried(() -> carried(written, account(back, written, repeat), repeat));
            broken.tried(() -> stays(mapping, back, read, repeat));
        });
    }

    private static void stays(String mapping, Back back, TranslatedReferral read, String repeat) {
        Explanation<OutboundDocument> rewritten = Release.of(read, mapping)
                .fold(w -> w, p -> otherwise(repeat, "cannot be written again: " + p.sentence()));
        String before = text(read);
        String after = text(again(back, rewritten, repeat));
        law(before.equals(after), repeat, "changes again: " + difference(before, after));
    }

    private static TranslatedReferral again(Back back, Explanation<OutboundDocument> written, String repeat) {
        return Corpus.TRANSLATOR
                .toCanonical(Corpus.source(
                        back.family(), back.ending(), written.result().bytes()))
                .fold(t -> t, p -> otherwise(repeat, "cannot be read: " + p.sentence()));
    }

    private static Explanation<TranslatedReferral> account(
            Back back, Explanation<OutboundDocument> written, String repeat) {
        return Corpus.TRANSLATOR
                .explain(Corpus.source(
                        back.family(), back.ending(), written.result().bytes()))
                .fold(t -> t, p -> otherwise(repeat, "cannot be explained: " + p.sentence()));
    }

    /** What the account says was written as it stood is found in what was read, or a named rule of the reader drops it. */
    private static void carried(
            Explanation<OutboundDocument> written, Explanation<TranslatedReferral> read, String repeat) {
        String found = bare(text(read.result()) + new String(read.tree().utf8(), StandardCharsets.UTF_8));
        Set<String> dropped = read.account().entries().stream()
                .filter(entry -> entry.loss() == Account.Loss.DROPPED)
                .map(Account.Entry::path)
                .collect(Collectors.toSet());
        Set<String> targets = written.account().entries().stream()
                .filter(entry -> entry.loss() == Account.Loss.MAPPED)
                .flatMap(entry -> entry.targets().stream())
                .collect(Collectors.toSet());
        for (Explanation.Field field : written.fields()) {
            boolean asItStood = field.sources().size() == 1
                    && field.rule().functions().isEmpty()
                    && field.rule().codes().isEmpty()
                    && field.category().isPresent()
                    && !dropped.contains(field.target())
                    && targets.contains(field.target());
            if (asItStood && field.value() instanceof Json.Text value) {
                String inside = new String(value.utf8(), StandardCharsets.UTF_8);
                law(
                        found.contains(
                                bare(inside.substring(1, inside.length() - 1).strip())),
                        repeat,
                        "carried to " + field.target() + " and not found back");
            }
        }
    }

    /** Without the marks that turn text, which a form for people leaves out. */
    private static String bare(String text) {
        return text.replaceAll("\\p{Cf}+", "");
    }

    private static String text(TranslatedReferral read) {
        return read.referral().items().stream()
                .map(item -> item.category() + " " + new TreeSet<>(item.labels()) + ' '
                        + new String(item.resource().utf8(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    /** The lines that differ; only generated people stand in them. */
    private static String difference(String before, String after) {
        Set<String> left = new TreeSet<>(before.lines().toList());
        Set<String> right = new TreeSet<>(after.lines().toList());
        Set<String> gone = new TreeSet<>(left);
        gone.removeAll(right);
        right.removeAll(left);
        return "\n- " + String.join("\n- ", gone) + "\n+ " + String.join("\n+ ", right);
    }

    private static <T> T otherwise(String repeat, String what) {
        throw new AssertionError(repeat + ": " + what);
    }

    private static void law(boolean holds, String repeat, String otherwise) {
        if (!holds) {
            throw new AssertionError(repeat + ": " + otherwise);
        }
    }
}
