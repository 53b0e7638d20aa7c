package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a text around its anchors alone finds exactly what reading all of it finds, and costs no more than its length. */
class AnchorsTest {
    private static final int CASES = Integer.getInteger("schakel.anchors.cases", 20_000);
    /** Characters of the shorter of two hostile texts; the other is ten times as long. */
    private static final int LENGTH = Integer.getInteger("schakel.anchors.length", 20_000);

    /** Pieces of places, of what only looks like one, and of what stands between. */
    private static final List<String> PIECES = List.of(
            "1",
            "5",
            "06",
            "0",
            "31",
            "+31",
            "0031",
            "(0)",
            "40",
            "2026",
            "5613",
            "12345",
            "161234",
            "51",
            "5.4",
            "°",
            "52.3",
            ".",
            ",",
            "-",
            "/",
            "(",
            ")",
            " ",
            "  ",
            "\n",
            "\"",
            ":",
            "@",
            "(at)",
            "[at]",
            "AB",
            "a b",
            "XZ",
            "de",
            "MO",
            "Dorps",
            "Kerk",
            "kerk",
            "straat",
            "STRAAT",
            "laan",
            "weg",
            "plein",
            "hof",
            "dijk",
            "nr. ",
            "huisnummer ",
            "nummer ",
            "anton",
            "Zaandam",
            "jan",
            "november",
            "geo:",
            "///",
            "appel",
            "peer",
            "www.",
            "http://",
            "https:/",
            ".nl",
            ".com",
            ".example",
            "blijf",
            "burcht",
            "basisschool",
            "school",
            "vrouwenopvang",
            "schuiladres",
            "safe house",
            "verblijft",
            "verblijf",
            "zit",
            "woont",
            "slaapt",
            "in",
            "te",
            "bij",
            "is",
            "van",
            "het",
            "haar",
            "zus",
            "Deurne",
            "De Regenboog",
            "GGZ",
            "Toegang",
            "é",
            "Ü",
            "ß",
            "\u0130",
            "x");

    @Test
    void findsWhatReadingTheWholeTextFindsInRandomText() {
        long seed = Long.getLong("schakel.anchors.seed", System.nanoTime());
        Random random = new Random(seed);
        int found = 0;
        for (int run = 0; run < CASES; run++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(40); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
                text.append(" ".repeat(random.nextInt(3) / 2));
            }
            found += sameAround(text.toString(), "seed " + seed + ", run " + run);
        }
        System.out.println("AnchorsTest: seed " + seed + ", " + CASES + " texts, " + found + " places");
        assertThat(found).isGreaterThan(CASES);
    }

    @Test
    void findsWhatReadingTheWholeTextFindsInEveryExample() throws IOException {
        StringBuilder everything = new StringBuilder();
        for (Json.Obj resource : WhereaboutsTest.resources()) {
            texts(resource, text -> {
                sameAround(text, text);
                everything.append(text).append(' ');
            });
        }
        assertThat(sameAround(everything.toString(), "all together")).isGreaterThan(100);
    }

    /** The longest of each kind, so that no reach is too short. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5-6-1-3.-/A.-B",
                "5 6 1 3 , ferdinand ,,ferdinand",
                "5613 ab 12345",
                "0031(-.0) .1.2 3-4.5 6-7.8 9",
                "+ 31 (-0) -2.3.4.5.6.7.8.9.0",
                "(0492) ./1.2.3.4.5.6",
                "52,1234567890 ° N,/;,07,1234567890",
                "51 ° 59",
                "212345, / 412345",
                "///appelappelappelappel.peerpeerpeerpeerpeer.banaanbanaanbanaanba"
            })
    void reachesAsFarAsTheLongest(String place) {
        assertThat(sameAround("x ".repeat(300) + place + " x".repeat(300), place))
                .isPositive();
    }

    @Test
    void reachesAsFarAsTheLongestOfWords() {
        String name = "Q" + "q".repeat(39);
        String number = " , huisnummer 12345";
        String mailbox = "a".repeat(64) + " (at) " + ("b".repeat(63) + ".").repeat(5) + "b".repeat(63);
        String domain = ("c".repeat(63) + ".").repeat(4) + "example";
        String words = "  " + "d".repeat(12);
        for (String place : List.of(
                name + "q" + "plantsoen" + number,
                name.toLowerCase(java.util.Locale.ROOT) + "plantsoen" + number,
                mailbox,
                domain,
                "kinderdagverblijf  genaamd  genaamd  genaamd :  (" + name,
                "ondergebracht" + words.repeat(3) + "  naar" + words.repeat(2) + "  " + name)) {
            assertThat(sameAround("- ".repeat(300) + place + " -".repeat(300), place))
                    .as(place)
                    .isPositive();
        }
    }

    /** How many, when they are the same for every way a place may look. */
    private static int sameAround(String text, String as) {
        Reading plain = Lookalikes.plain(Reading.of(text));
        Anchors anchors = Anchors.in(plain);
        int all = 0;
        for (Sight sight : PlacePatterns.ALL) {
            List<Mark> whole = new ArrayList<>();
            Matcher matcher = sight.pattern().matcher(plain);
            while (matcher.find()) {
                if (sight.counts().test(matcher)) {
                    whole.add(plain.mark(sight.kind(), matcher.start(), matcher.end()));
                }
            }
            List<Mark> around = new ArrayList<>();
            sight.find(plain, anchors, around::add);
            assertThat(around).as("%s by %s", as, sight.pattern()).isEqualTo(whole);
            all += whole.size();
        }
        return all;
    }

    private static void texts(Json value, Consumer<String> each) {
        if (value instanceof Json.Obj object) {
            object.members().values().forEach(member -> texts(member, each));
        } else if (value instanceof Json.Arr array) {
            array.elements().forEach(element -> texts(element, each));
        } else {
            value.asText().ifPresent(each);
        }
    }

    /**
     * Counted, not timed: of text made to be slow each character is looked at so often and no more, and ten times the text
     * costs ten times as much.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A",
                "Aa-",
                "1",
                "1 ",
                "0 1",
                "5.",
                "a.",
                ".nl",
                "straat",
                "Astraat",
                "aA'straat 1",
                "@",
                "a@",
                "@a.",
                "(at)",
                "zit ",
                "zit in ",
                "zit a a a in ",
                "school is van in ",
                "een ",
                "negentien ",
                "&#",
                "&",
                "=4",
                "%",
                "\\u",
                "<a",
                "<",
                "1234 a ",
                "1234 anton ",
                "06-12 ",
                "+31 ",
                "52.1",
                "52.12 ",
                "5 ° ",
                "geo:",
                "///a.b",
                "www.",
                "http:",
                "é",
                "\uFDFA",
                "\u0000",
                "QUFB",
                "4142",
                "\r\n",
                "Lindenhofj",
                "5613A"
            })
    void costsNoMoreThanTheLengthOfAText(String piece) {
        long small = cost(piece, LENGTH);
        long large = cost(piece, 10 * LENGTH);
        assertThat(large / (10 * LENGTH))
                .as("looks at each character of '%s'", piece)
                .isLessThan(1_500);
        assertThat((double) large / small)
                .as("ten times as much of '%s'", piece)
                .isLessThan(10.5);
    }

    /** One word of a megabyte, and a megabyte of lines. */
    @Test
    void costsNoMoreForAMegabyte() {
        for (String piece : List.of("a", "Z", "7", "Zit in de Kerkstraat 1, 5613\n")) {
            assertThat(cost(piece, 50 * LENGTH) / (50 * LENGTH)).as(piece).isLessThan(400);
        }
    }

    private static long cost(String piece, int length) {
        String text = piece.repeat(length / piece.length() + 1).substring(0, length);
        CountedReading counted = new CountedReading(text);
        Escapes.undone(counted);
        Escapes.withoutTags(counted);
        Lookalikes.plain(counted);
        NumberWords.asDigits(counted);
        PlaceDetectorTest.known().find(counted, mark -> {});
        PlacePatterns.find(counted, mark -> {});
        Encodings.find(
                counted, (words, from, until) -> assertThat(words.length()).isLessThan(until - from));
        return counted.looks();
    }
}
