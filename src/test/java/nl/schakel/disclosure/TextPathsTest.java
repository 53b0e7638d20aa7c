package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where what looks like a place means one. */
class TextPathsTest {

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "TELEPHONE, .reasonCode[0].text, true",
        "TELEPHONE, .name[0].family, true",
        "TELEPHONE, .name.text, true",
        "TELEPHONE, .birthDate, false",
        "TELEPHONE, .period.start, false",
        "TELEPHONE, .identifier[0].value, false",
        "TELEPHONE, .telecom[1].value, false",
        "TELEPHONE, .telecom[1].extension[0].valueString, true",
        "TELEPHONE, .component[0].value, true",
        "HOST, .code.coding[0].system, false",
        "HOST, .extension[0].url, false",
        "HOST, .extension[0].url[2], false",
        "HOST, .note[0].text, true",
        "STREET, .note[0].text, true",
        "STREET, .name[0].family, false",
        "STREET, .name.family, false",
        "STREET, .contact[0].name.family, true",
        "STREET, .namesake, true",
        "STREET, .valueDate, false",
        "STREET, .identifier[0].value, false",
        "KNOWN, .birthDate, true",
        "KNOWN, .telecom[0].value, true",
        "KNOWN, .name[0].family, true",
        "CLOSED, .content[0].attachment.data, true"
    })
    void countsWhatPeopleMayHaveWritten(Mark.Kind kind, String path, boolean counts) {
        assertThat(TextPaths.counts(kind, path)).isEqualTo(counts);
    }

    @Test
    void tellsWhatAStandardGave() {
        assertThat(TextPaths.isGiven(".resourceType")).isTrue();
        assertThat(TextPaths.isGiven(".code.coding[0].system")).isTrue();
        assertThat(TextPaths.isGiven(".code.text")).isFalse();
    }

    @Test
    void saysInWordsWhatEachKindIs() {
        for (Mark.Kind kind : Mark.Kind.values()) {
            assertThat(kind.words()).matches("[a-z ]{8,}");
        }
        assertThat(Surroundings.NONE).hasToString("Surroundings[***]");
    }
}
