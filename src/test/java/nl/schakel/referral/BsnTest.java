package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BsnTest {

    @ParameterizedTest
    @ValueSource(strings = {"999900420", "999900511", "999900560", "010000008"})
    void takesNineDigitsThatPassTheElevenProof(String digits) {
        assertThat(Bsn.of(digits)).map(Bsn::digits).contains(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "999900421", "99990042", "0999900420", "000000000", "99990042O", "９９９９００４２０"})
    void refusesWhatIsNoBsn(String text) {
        assertThat(Bsn.of(text)).isEmpty();
    }

    @Test
    void doesNotShowItself() {
        assertThat(Bsn.of("999900420").orElseThrow().toString()).doesNotContain("999900420");
    }
}
