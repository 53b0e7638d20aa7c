package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "&#x35;6, 56",
        "&#X35;6, 56",
        "&#53;6, 56",
        "&#536, \u0218",
        "&amp;#53;6, 56",
        "&lt;b&gt;, <b>",
        "56&shy;13, 5613",
        "&onbekend;x, &onbekend;x",
        "\\u00356, 56",
        "\\X35\\6, 56",
        "%356, 56",
        "=356, 56",
        "a\\nb, a b",
        "&#x110000;a, ' a'",
        "gewoon, gewoon"
    })
    void undoesWhatFormatsDo(String text, String read) {
        assertThat(Escapes.undone(Reading.of(text))).hasToString(read);
    }

    @Test
    void joinsWhatMailBroke() {
        assertThat(Escapes.undone(Reading.of("56=\r\n13"))).hasToString("5613");
        assertThat(Escapes.undone(Reading.of("56=\n13"))).hasToString("5613");
    }

    @Test
    void showsTextWithoutItsTags() {
        assertThat(Escapes.withoutTags(Reading.of("56<b>13</b> A<i class='x'>B</i>.")))
                .hasToString("5613 AB.");
        Reading none = Reading.of("1 < 2 en 3 > 2");
        assertThat(Escapes.withoutTags(none)).isSameAs(none);
        Reading plain = Reading.of("geen");
        assertThat(Escapes.withoutTags(plain)).isSameAs(plain);
    }

    @Test
    void keepsOfEachCharacterItsPlace() {
        Reading read = Escapes.undone(Reading.of("a&#53;b"));
        assertThat(read.place(1)).isEqualTo(1);
        assertThat(read.place(2)).isEqualTo(6);
        assertThat(read.place(3)).isEqualTo(7);
        Reading shown = Escapes.withoutTags(Reading.of("a<b>c"));
        assertThat(shown.place(1)).isEqualTo(4);
        assertThat(shown.place(2)).isEqualTo(5);
    }
}
