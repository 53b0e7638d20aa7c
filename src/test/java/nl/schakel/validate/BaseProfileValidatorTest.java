package nl.schakel.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseProfileValidatorTest {
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();

    @Test
    void findsNoErrorInAValidPatient() {
        assertThat(errors("{\"resourceType\":\"Patient\",\"gender\":\"male\",\"birthDate\":\"1984-05-17\"}"))
                .isEmpty();
    }

    @Test
    void findsACodeOutsideARequiredListAndAnUnknownMember() {
        assertThat(errors("{\"resourceType\":\"Patient\",\"gender\":\"M\"}")).isNotEmpty();
        assertThat(errors("{\"resourceType\":\"Patient\",\"geslacht\":\"M\"}")).isNotEmpty();
    }

    @Test
    void findsAMissingElement() {
        assertThat(errors("{\"resourceType\":\"Task\",\"intent\":\"order\"}"))
                .anySatisfy(finding -> assertThat(finding.place()).isEqualTo("Task"));
    }

    @Test
    void holdsACodeOfALicensedSystemForNoError() {
        assertThat(errors("{\"resourceType\":\"Task\",\"status\":\"requested\",\"intent\":\"order\","
                        + "\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"3457005\"}]}}"))
                .isEmpty();
    }

    @Test
    void showsNoContentInItsTextForm() {
        assertThat(errors("{\"resourceType\":\"Patient\",\"gender\":\"Jan de Vries\"}")
                        .toString())
                .doesNotContain("Jan de Vries");
    }

    private static List<Finding> errors(String json) {
        return VALIDATOR.findings(json.getBytes(StandardCharsets.UTF_8)).stream()
                .filter(Finding::isError)
                .toList();
    }
}
