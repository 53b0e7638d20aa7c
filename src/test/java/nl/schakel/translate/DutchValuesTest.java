package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DutchValuesTest {
    @ParameterizedTest
    @CsvSource({"17-05-1984,1984-05-17", "00-05-1984,1984-05", "00-00-1990,1990", "29-02-2024,2024-02-29"})
    void keepsADateAsPreciseAsItWas(String dutch, String iso) {
        assertThat(DutchValues.date(dutch)).hasValue(iso);
        assertThat(DutchValues.dayMonthYear(iso)).hasValue(dutch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1984-05-17", "17-5-1984", "31-02-1984", "17-00-1984", "17-13-1984", "17/05/1984", ""})
    void refusesWhatIsNoDate(String text) {
        assertThat(DutchValues.date(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1.284,50|1284.50", "1284,5|1284.5", "1.284|1284", "12|12", "-1.000.000,01|-1000000.01"})
    void readsAndWritesAmountsWithCommaAndPoints(String dutch, String number) {
        assertThat(DutchValues.amount(new Json.Text(dutch))).hasValue(new BigDecimal(number));
        assertThat(DutchValues.amount(new Json.Text(DutchValues.written(number))))
                .hasValue(new BigDecimal(number));
    }

    @Test
    void readsAPointBeforeOneOrTwoDigitsAsDecimalsAndAEuroSign() {
        assertThat(DutchValues.amount(new Json.Text("1284.50"))).hasValue(new BigDecimal("1284.50"));
        assertThat(DutchValues.amount(new Json.Text("€ 1.284,50"))).hasValue(new BigDecimal("1284.50"));
        assertThat(DutchValues.amount(new Json.Num(new BigDecimal("18450")))).hasValue(new BigDecimal("18450"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,284.50", "1.28,50", "12.3456", "1e9", "ongeveer 100", "1.284,505", "", "--1"})
    void refusesAnAmountThatCouldBeTwoAmounts(String text) {
        assertThat(DutchValues.amount(new Json.Text(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GM0772,0772", "0772,0772", "GM001,0001", "0518,0518"})
    void writesTheCodeOfAMunicipalityInOneWay(String written, String code) {
        assertThat(DutchValues.gemeentecode(written)).hasValue(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Eindhoven", "GM", "GM00772", "gm0772", "77"})
    void refusesWhatIsNoCodeOfAMunicipality(String text) {
        assertThat(DutchValues.gemeentecode(text)).isEmpty();
    }

    @Test
    void takesAConsentOnlyWithItsDay() {
        assertThat(DutchValues.yesSince("ja 2026-04-15")).hasValue("2026-04-15");
        assertThat(DutchValues.yesSince("ja")).isEmpty();
        assertThat(DutchValues.yesSince("nee 2026-04-15")).isEmpty();
    }

    @Test
    void writesDatesInATextAsPeopleDo() {
        assertThat(DutchValues.datesInWords("2, op 2026-04-09")).isEqualTo("2, op 9 april 2026");
        assertThat(DutchValues.datesInWords("1984-05")).isEqualTo("mei 1984");
        assertThat(DutchValues.datesInWords("1984")).isEqualTo("1984");
        assertThat(DutchValues.datesInWords("2026-03-31T23:30:00Z")).isEqualTo("1 april 2026");
    }

    @Test
    void leavesAloneWhatIsNoDate() {
        assertThat(DutchValues.datesInWords("2026-13-40, V-2026-00001-7, 10000-25000, 2026-02-30"))
                .isEqualTo("2026-13-40, V-2026-00001-7, 10000-25000, 2026-02-30");
    }
}
