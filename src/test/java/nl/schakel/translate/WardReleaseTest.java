package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Completeness;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.Test;

/** A ward's HL7 v2 referral as the receivers of the spine get it. */
class WardReleaseTest {
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();

    private final TranslatedReferral translated =
            Samples.value(FhirMappings.TRANSLATOR.toCanonical(Samples.ward(Samples.referral())));

    @Test
    void itIsComplete() {
        assertThat(Samples.value(new Completeness().check(translated)).referral())
                .isEqualTo(translated.referral());
    }

    @Test
    void aShelterGetsAValidBundleWithoutDiagnosis() {
        String bundle = FhirMappings.outbound(FhirMappings.toShelter(translated, FhirMappings.shelter()));

        assertThat(errors(bundle)).isEmpty();
        assertThat(bundle)
                .contains("999900420", "ZRM2017-04", "ZRM2017-01", "van der Meer", "Ontslag zonder woning")
                .doesNotContain("F20", "schizofrenie", "P100234", "HIC", "NTE", "medische details");
    }

    @Test
    void everyCategoryAloneAndAllTogetherAreValid() {
        assertThat(errors(FhirMappings.outbound(FhirMappings.toShelter(translated, EnumSet.allOf(Category.class)))))
                .isEmpty();
        for (Category category : translated.referral().categories()) {
            assertThat(errors(FhirMappings.outbound(FhirMappings.toShelter(translated, Set.of(category)))))
                    .as(category.code())
                    .isEmpty();
        }
    }

    @Test
    void aReceiverOfCareGetsEveryPieceOfTheCanonicalForm() {
        String all = FhirMappings.outbound(FhirMappings.toShelter(translated, EnumSet.allOf(Category.class)));

        assertThat(all).contains("F20.0", "medische details", "P100234", "HIC", "de Groot", "Els", "20");
    }

    @Test
    void debtReliefGetsNoScoreNoDiagnosisAndNoWard() {
        String json = FhirMappings.outbound(FhirMappings.toDebtRelief(translated, FhirMappings.debtRelief()));

        assertThat(json)
                .contains("\"Burgerservicenummer\":\"999900420\"", "\"Geboortedatum\":\"1984-05-17\"")
                .contains("\"Geslachtsaanduiding\":\"Man\"", "06-12345678", "\"gemeentecode\":\"GM0772\"")
                .contains(
                        "\"weergave\":\"Johan van der Meer\"", "\"voorvoegsel\":\"van der\"", "\"achternaam\":\"Meer\"")
                .doesNotContain("ZRM", "F20", "GGZ", "ggz", "Groot", "HIC", "P100234", "REF-2026-00041", "Els");
    }

    private static List<String> errors(String bundle) {
        return VALIDATOR.findings(bundle.getBytes(StandardCharsets.UTF_8)).stream()
                .filter(Finding::isError)
                .map(finding -> finding.place() + ": " + finding.text())
                .toList();
    }
}
