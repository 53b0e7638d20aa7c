package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.Referral;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.tree.Branch;
import org.junit.jupiter.api.Test;

class TranslatorTest {
    private final Translator translator = Translator.load(Samples.MAPPINGS);

    @Test
    void givesEveryItemExactlyTheCategoryOfItsMapping() {
        Referral referral = takes(Samples.referral()).referral();
        assertThat(referral.categories())
                .containsExactlyInAnyOrder(
                        Category.IDENTITY,
                        Category.BSN,
                        Category.CONTACT,
                        Category.ADDRESS,
                        Category.REFERRAL,
                        Category.NETWORK,
                        Category.ZRM,
                        Category.HEALTH_POINTER,
                        Category.HEALTH_DETAIL);
    }

    @Test
    void marksWhatComesFromCareAsMedical() {
        takes(Samples.referral()).referral().items().stream()
                .filter(item -> item.category().name().startsWith("HEALTH"))
                .forEach(item -> assertThat(item.labels()).contains(Label.MEDICAL_ORIGIN));
    }

    @Test
    void asksForDebtHelpOnlyWhenTheScoreIsASignal() {
        String enough = Samples.referral().replace("Financien^99ZRM||2|", "Financien^99ZRM||3|");
        assertThat(takes(Samples.referral()).referral().envelope().needs()).contains(Need.DEBTS);
        assertThat(takes(enough).referral().envelope().needs()).containsExactly(Need.SHELTER);
    }

    @Test
    void asksForShelterOnlyForTheReasonThatSaysSo() {
        String other = Samples.referral().replace("|O^Ontslag zonder woning^99GW", "|X^Anders^99GW");
        String table = Samples.referral().replace("|O^Ontslag zonder woning^99GW", "|O^Provider ordered^HL70336");
        assertThat(takes(other).referral().envelope().needs()).doesNotContain(Need.SHELTER);
        assertThat(takes(table).referral().envelope().needs()).doesNotContain(Need.SHELTER);
    }

    @Test
    void keepsTheWardsNumberApartFromTheBsn() {
        String bsnFirst = Samples.referral()
                .replace(
                        "P100234^^^GGZ-NOORD^PI~999900420^^^NLMINBIZA^NNNLD",
                        "999900420^^^NLMINBIZA^NNNLD~P100234^^^GGZ-NOORD^PI");
        Envelope envelope = takes(bsnFirst).referral().envelope();
        assertThat(envelope.client().bsn().orElseThrow().digits()).isEqualTo("999900420");
        assertThat(envelope.client().localId()).contains("P100234");
        assertThat(envelope.client().authority()).contains("GGZ-NOORD");
    }

    @Test
    void neverTakesANumberOfTheBsnsAuthorityForALocalOne() {
        String typed = Samples.referral().replace("~999900420^^^NLMINBIZA^NNNLD", "~999900420^^^NLMINBIZA^PI");
        Referral referral = takes(typed).referral();
        assertThat(referral.envelope().client().bsn()).isPresent();
        assertThat(referral.items().stream()
                        .filter(item -> item.category() == Category.HEALTH_POINTER)
                        .map(item -> item.resource().members().toString()))
                .noneMatch(text -> text.contains("999900420"));
    }

    @Test
    void keepsALeadingZeroOfABsn() {
        String zero = Samples.referral().replace("999900420", "012345672");
        assertThat(takes(zero)
                        .referral()
                        .envelope()
                        .client()
                        .bsn()
                        .orElseThrow()
                        .digits())
                .isEqualTo("012345672");
    }

    @Test
    void refusesADischargeWithoutADate() {
        String undated = new String(Samples.example("02-adt-a03"), StandardCharsets.ISO_8859_1)
                .replace("|20260418100000\r", "\r")
                .replace("|20260420\r", "\r");
        assertThat(Samples.problem(translator.toCanonical(Samples.ward(undated)))
                        .place())
                .contains("PV1-45");
    }

    @Test
    void takesThePlannedDateWhenTheRealOneIsNotKnown() {
        String planned = new String(Samples.example("02-adt-a03"), StandardCharsets.ISO_8859_1)
                .replace("|20260418100000\r", "\r");
        assertThat(takes(planned).referral().envelope().exitDate()).contains(java.time.LocalDate.of(2026, 4, 20));
    }

    @Test
    void reportsWhatNoRowKnows() {
        List<String> losses =
                takes(Samples.referral() + "ZXX|secret~other|1^2\r").losses();
        assertThat(losses)
                .contains("ZXX-1 unmapped", "ZXX-1(2) unmapped", "ZXX-2.1 unmapped", "ZXX-2.2 unmapped")
                .noneMatch(loss -> loss.contains("secret"));
    }

    @Test
    void accountsForEveryLeafOnce() {
        Branch root = Samples.value(new Hl7Reader().open(Samples.ward(Samples.referral()), ""))
                .root();
        List<String> leaves = new ArrayList<>();
        root.leaves(leaf -> leaves.add(leaf.path()));
        List<String> lost = takes(Samples.referral()).losses().stream()
                .map(loss -> loss.substring(0, loss.indexOf(' ')))
                .toList();
        assertThat(lost).doesNotHaveDuplicates().isSubsetOf(leaves);
        assertThat(leaves).doesNotHaveDuplicates();
    }

    @Test
    void givesTheSameResultForTheSameMessageOnManyThreads() throws InterruptedException, ExecutionException {
        TranslatedReferral expected = takes(Samples.referral());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<TranslatedReferral>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                results.add(threads.submit(() -> takes(Samples.referral())));
            }
            for (Future<TranslatedReferral> result : results) {
                assertThat(result.get().referral()).isEqualTo(expected.referral());
                assertThat(result.get().losses()).isEqualTo(expected.losses());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysWhichMappingItUsed() {
        assertThat(takes(Samples.referral()).mapping()).matches("hl7v2-nl/2\\.5/ref-i12@[0-9a-f]{8}");
        assertThat(translator.knows("hl7v2-nl/2.5/adt-a13")).isTrue();
        assertThat(translator.knows("hl7v2-nl/2.5/adt-a99")).isFalse();
    }

    private TranslatedReferral takes(String message) {
        return Samples.value(translator.toCanonical(Samples.ward(message)));
    }
}
