package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Scope;
import org.junit.jupiter.api.Test;

/** The request that registers a client for debt relief with the vendor's service. */
class AllegroRequestTest {
    private static final String MAPPING = "allegro/1.0/aanvraag2sr";

    @Test
    void asksForDebtRelief() {
        Branch root = XmlReaderTest.root(text(hospital("01-debts")));
        assertThat(values(root, "//ROClientIDHeader")).as("the channel's").isEmpty();
        assertThat(values(root, "//Persoon/BSN")).containsExactly("099990003");
        assertThat(values(root, "//Persoon/Geboortedatum")).containsExactly("19910903");
        assertThat(values(root, "//NaamEiser")).contains("Zorgverzekeraar X");
        assertThat(values(root, "//AangemeldBedrag")).containsExactly("6200.00", "2400.50");
        assertThat(values(root, "//TotaalAangemeldeSchuld")).containsExactly("8600.50");
    }

    @Test
    void tellsNothingOfHealthOrWhoReferred() {
        assertThat(text(hospital("01-debts"))).doesNotContain("S82", "Fractuur", "Ziekenhuis", "ZRM", "Amina");
    }

    @Test
    void refusesALabelThatTheServiceHasNoPlaceFor() {
        TranslatedReferral secret =
                Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.example("05-secret-address"))));
        assertThat(Samples.problem(Municipal.released(secret, MAPPING)).code())
                .isEqualTo(ProblemCode.LABEL_WITHOUT_PLACE);
    }

    private static TranslatedReferral hospital(String example) {
        return FhirMappings.translated(
                FhirMappings.read(Samples.MAPPINGS.resolve("ddas/1.0/examples/" + example + "/input.json")));
    }

    private static String text(TranslatedReferral translated) {
        return new String(Samples.value(Municipal.released(translated, MAPPING)).bytes(), StandardCharsets.UTF_8);
    }

    private static List<String> values(Branch root, String path) {
        return XmlReaderTest.paths(Map.of(), path).all(Scope.whole(root)).stream()
                .flatMap(node -> node.leaf().flatMap(Leaf::text).stream())
                .toList();
    }
}
