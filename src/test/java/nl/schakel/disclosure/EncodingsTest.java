package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingsTest {
    private static final String WORDS =
            "Zij is nu bij haar zus en blijft daar voorlopig; het adres is Lindenhofje 12 in Geldrop.";

    private static List<String> found(String text) {
        List<String> found = new ArrayList<>();
        Encodings.find(Reading.of(text), (words, from, until) -> found.add(from + "-" + until + " " + words));
        return found;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsBase64OfBothAlphabetsAndSaysWhereItStood() {
        assertThat(found("x: NTYxM0FCIDEy.")).containsExactly("3-15 5613AB 12");
        String both = "vóór÷÷÷ûïÿ¿";
        assertThat(found(Base64.getUrlEncoder().encodeToString(utf8(both))))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(both);
        assertThat(found(Base64.getEncoder().encodeToString(utf8(both))))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(both);
    }

    /** What is broken over lines, as in mail, is read as one: a name may stand across the break. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void readsBase64OverSeveralLines(String lineEnd) {
        String lines = Base64.getMimeEncoder(64, utf8(lineEnd)).encodeToString(utf8(WORDS.repeat(3)));
        assertThat(lines.split(lineEnd, -1)).hasSizeGreaterThan(3);
        assertThat(found("Bijlage:" + lineEnd + lineEnd + lines + lineEnd + "--grens"))
                .anyMatch(words -> words.endsWith(WORDS.repeat(3)));
        assertThat(found(lines)).anyMatch(words -> words.endsWith(WORDS.repeat(3)));
    }

    @Test
    void doesNotReadTwoShortLinesAsOne() {
        assertThat(found("NTYxM0FCIDEy\nNTYxM0FCIDEy")).containsExactly("0-12 5613AB 12", "13-25 5613AB 12");
        assertThat(found("NTYxM0FCIDEy\r\rNTYxM0FCIDEy")).hasSize(2);
    }

    @Test
    void readsHexadecimalNumbersInBothCases() {
        String hex = HexFormat.of().formatHex(utf8("5613AB 1"));
        assertThat(found("=" + hex + "f.")).contains("1-17 5613AB 1");
        assertThat(found("ID " + HexFormat.of().withUpperCase().formatHex(utf8("Kerkstraat 4"))))
                .contains("3-27 Kerkstraat 4");
        assertThat(found(hex.substring(2))).noneMatch(words -> words.contains("613AB"));
    }

    @Test
    void readsWhatIsNoUtf8AsWesternText() {
        byte[] western = "caf\u00e9 M\u00fcller".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(found(Base64.getEncoder().encodeToString(western))).containsExactly("0-15 caf\u00e9 M\u00fcller");
        assertThat(Encodings.text(western)).isEqualTo("caf\u00e9 M\u00fcller");
        assertThat(Encodings.text(utf8("caf\u00e9 \u20ac \ud83d\ude00"))).isEqualTo("caf\u00e9 \u20ac \ud83d\ude00");
        assertThat(Encodings.text(new byte[] {'a', (byte) 0xE2, (byte) 0x82})).isEqualTo("a\u00e2\u0082");
        assertThat(Encodings.text(new byte[] {(byte) 0xC0, (byte) 0x80})).isEqualTo("\u00c0\u0080");
    }

    @Test
    void takesNoTextFromWhatIsNone() {
        assertThat(found("overdracht schuldeisers begeleidingsplan")).allMatch(words -> !words.matches(".*[a-z]{5}.*"));
        byte[] control = utf8("tekst met een \u0001 erin");
        assertThat(found(Base64.getEncoder().encodeToString(control))).isEmpty();
        assertThat(found(HexFormat.of().formatHex(utf8("12345678\u007f"))))
                .noneMatch(words -> words.contains("12345678"));
        assertThat(found(HexFormat.of().formatHex(utf8("        ")))).noneMatch(words -> words.endsWith("  "));
        assertThat(found(Base64.getEncoder().encodeToString(utf8("acht\u0085tekens"))))
                .isEmpty();
        assertThat(found(Base64.getEncoder().encodeToString(utf8("acht\ufffdtekens"))))
                .isEmpty();
        assertThat(found(Base64.getEncoder().encodeToString(utf8("acht\ttekens\r\n"))))
                .hasSize(1);
    }

    /** Each limit from both sides. */
    @Test
    void readsFromTheLeastLengthOnAndEveryDigit() {
        assertThat(found("NTYxM0FCIA")).containsExactly("0-10 5613AB ");
        assertThat(found(HexFormat.of().formatHex(utf8("5613AB 1")))).contains("0-16 5613AB 1");
        String digits = "9JOoz{p00:";
        assertThat(found(HexFormat.of().formatHex(utf8(digits)))).contains("0-20 " + digits);
        assertThat(found(HexFormat.of().withUpperCase().formatHex(utf8(digits))))
                .contains("0-20 " + digits);
        String lines = Base64.getMimeEncoder(60, utf8("\n")).encodeToString(utf8(WORDS));
        assertThat(found(lines)).anyMatch(words -> words.endsWith(WORDS));
        String shorter = Base64.getMimeEncoder(56, utf8("\n")).encodeToString(utf8(WORDS));
        assertThat(found(shorter)).noneMatch(words -> words.endsWith(WORDS));
    }

    @Test
    void tellsTextFromControlCharactersAtTheirEdges() {
        for (String word : List.of("acht\u00a0tekens", "acht\ttekens", "acht tekens~")) {
            assertThat(found(Base64.getEncoder().encodeToString(utf8(word))))
                    .as(word)
                    .hasSize(1);
        }
        for (String word : List.of("acht\u0000tekens", "acht\u001ftekens", "acht\u007ftekens", "acht\u009ftekens")) {
            assertThat(found(Base64.getEncoder().encodeToString(utf8(word))))
                    .as(word)
                    .isEmpty();
        }
    }

    @Test
    void passesOverWhatIsTooShortForAPlace() {
        assertThat(found("NTYxM0FCI")).isEmpty();
        assertThat(found("35363133414231")).isEmpty();
    }
}
