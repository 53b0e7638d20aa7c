package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookalikesTest {

    @ParameterizedTest(name = "{0} is read as {1}")
    @CsvSource({
        "gewone woorden, gewone woorden",
        "Líndénhöfje, Lindenhofje",
        "５６１３ＡＢ, 5613AB",
        "\u0410\u0412, AB",
        "\u0665\u0666, 56",
        // Digits and letters beyond the first plane: two characters for each.
        "\uD835\uDFD3\uD835\uDFD4 \uD835\uDC00\uD835\uDC01, 56 AB",
        "a\uD835\uDFD3b\uD835\uDFD4c, a5b6c",
        "1\u00A02, 1 2",
        "5\u200B6, 56",
        "caf\u00E9\u0301, cafe"
    })
    void bringsWhatLooksAlikeToOne(String text, String plain) {
        assertThat(Lookalikes.plain(Reading.of(text))).hasToString(plain);
    }

    @Test
    void keepsOfEachCharacterItsPlace() {
        Reading plain = Lookalikes.plain(Reading.of("x\uD835\uDFD3\uFB01y"));
        assertThat(plain).hasToString("x5fiy");
        assertThat(plain.place(0)).isZero();
        assertThat(plain.place(1)).isEqualTo(1);
        assertThat(plain.place(2)).isEqualTo(3);
        assertThat(plain.place(3)).isEqualTo(3);
        assertThat(plain.place(4)).isEqualTo(4);
        assertThat(plain.place(5)).as("the end").isEqualTo(5);
    }

    @Test
    void readsHalfACharacterAsWhatItIs() {
        assertThat(Lookalikes.plain(Reading.of("a\uD835")).length()).isEqualTo(2);
        assertThat(Lookalikes.plain(Reading.of("a\uD835b")).toString())
                .startsWith("a")
                .endsWith("b");
        assertThat(Lookalikes.plain(Reading.of("\uDFD3b")).toString()).endsWith("b");
    }

    @Test
    void leavesPlainTextTheSameObject() {
        Reading plain = Reading.of("x~");
        assertThat(Lookalikes.plain(plain)).isSameAs(plain);
        assertThat(Lookalikes.plain(Reading.of("x\u0080"))).isNotSameAs(plain);
    }
}
