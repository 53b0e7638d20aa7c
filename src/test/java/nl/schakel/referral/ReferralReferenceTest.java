package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferralReferenceTest {

    @Test
    void readsBackWhatItWrites() {
        for (int number = 1; number < 5_000; number += 7) {
            ReferralReference reference = new ReferralReference(2026, number);
            assertThat(ReferralReference.parse(reference.text())).contains(reference);
        }
    }

    @Test
    void noticesEveryWrongDigitAndEverySwap() {
        String right = new ReferralReference(2026, 12345).text();
        for (int i = 2; i < right.length() - 2; i++) {
            if (right.charAt(i) == '-') {
                continue;
            }
            for (char digit = '0'; digit <= '9'; digit++) {
                String wrong = right.substring(0, i) + digit + right.substring(i + 1);
                assertThat(ReferralReference.parse(wrong).isPresent()).isEqualTo(wrong.equals(right));
            }
        }
        assertThat(ReferralReference.parse(right.replace("12345", "12354"))).isEmpty();
    }

    @Test
    void usesTheWholeRangeOfCheckDigits() {
        Set<Character> checks = new HashSet<>();
        for (int number = 1; number < 100; number++) {
            String text = new ReferralReference(2026, number).text();
            checks.add(text.charAt(text.length() - 1));
        }
        assertThat(checks).hasSize(11);
    }

    @Test
    void refusesOtherForms() {
        assertThat(ReferralReference.parse("V-2026-1-1")).isEmpty();
        assertThat(ReferralReference.parse("2026-00001-1")).isEmpty();
        assertThat(ReferralReference.parse("V-2026-00000-" + "0")).isEmpty();
        assertThat(ReferralReference.parse("")).isEmpty();
    }
}
