package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Label;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.validate.Completeness;
import org.junit.jupiter.api.Test;

/** What a ward says beside a referral. */
class WardMessagesTest {
    private final Translator translator = Translator.load(Samples.MAPPINGS);

    @Test
    void aMergeKeepsBothNumbersAndOneBsn() {
        TranslatedReferral merge = read("17-adt-a40-merge");
        assertThat(event(merge)).isEqualTo(Event.MERGE);
        assertThat(text(merge, Category.HEALTH_POINTER)).contains("69991", "77120", "replaces");
        assertThat(Samples.value(new Completeness().check(merge)).referral()).isEqualTo(merge.referral());
    }

    @Test
    @Guards(Threat.T42)
    void refusesAMergeOfTwoBsns() {
        TranslatedReferral mixed = read("18-adt-a40-two-bsn");
        assertThat(Samples.problem(new Completeness().check(mixed)).code()).isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
    }

    @Test
    void aMergeOfTwoPairsAtOnceIsRefused() {
        String two = example("17-adt-a40-merge") + "PID|2||88120^^^ZH-ZUID^PI\rMRG|1^^^ZH-ZUID^PI\r";
        assertThat(Samples.problem(translator.toCanonical(Samples.ward(two))).code())
                .isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
    }

    @Test
    void aPersonUpdateSpeaksOfConsentOnlyWithItsSegment() {
        assertThat(event(read("25-adt-a31-consent"))).isEqualTo(Event.CONSENT);
        assertThat(event(read("28-adt-a31-without-con"))).isEqualTo(Event.UPDATE);
    }

    @Test
    void aRefusalAndAWithdrawalAreNeverReadAsConsent() {
        String agreed = example("25-adt-a31-consent");
        for (String no : List.of("GEWEIGERD", "INGETROKKEN", "R", "X")) {
            assertThat(text(translated(agreed.replace("AKKOORD", no)), Category.REFERRAL))
                    .contains("\"deny\"", "OPTOUT")
                    .doesNotContain("permit");
        }
        assertThat(text(translated(agreed), Category.REFERRAL)).contains("\"permit\"");
    }

    @Test
    void refusesConsentWithoutAnAnswer() {
        String silent = example("25-adt-a31-consent").replace("AKKOORD", "");
        assertThat(Samples.problem(translator.toCanonical(Samples.ward(silent))).place())
                .hasValue("CON-11");
    }

    @Test
    void theSecretAddressIsALabelOfTheWholeMessageAndNoPlainAddress() {
        TranslatedReferral update = read("16-adt-a08-secret-address");
        assertThat(update.referral().envelope().labels()).containsExactly(Label.SECRET_ADDRESS);
        assertThat(update.referral().categories())
                .doesNotContain(Category.ADDRESS)
                .contains(Category.SECRET_ADDRESS);
    }

    @Test
    void whatIsDeletedIsNeitherWrittenNorLeftOver() {
        TranslatedReferral update = read("35-adt-a08-deletes");
        assertThat(update.referral().categories()).doesNotContain(Category.ADDRESS, Category.CONTACT);
        assertThat(update.losses()).noneMatch(loss -> loss.endsWith("unmapped"));
    }

    @Test
    void theLinesOfATextBecomeOneAttachment() {
        String letter = text(read("23-mdm-t02-text-v24"), Category.HEALTH_DETAIL);
        assertThat(letter)
                .contains(java.util.Base64.getEncoder()
                        .encodeToString(
                                "Gesprek met cliënt.\nHij zegt: één nacht & dan verder.\nVervolg: naar de opvang."
                                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAttachmentInHexOrPlainTextBecomesBase64() {
        String letter = example("22-mdm-t02-letter").replaceAll("Base64\\^[A-Za-z0-9+/=]+", "Hex^255044462D");
        assertThat(text(translated(letter), Category.HEALTH_DETAIL)).contains("\"JVBERi0=\"");
        assertThat(text(translated(letter.replace("Hex^255044462D", "A^%PDF-")), Category.HEALTH_DETAIL))
                .contains("\"JVBERi0=\"");
        assertThat(Samples.problem(translator.toCanonical(Samples.ward(letter.replace("2D", "2"))))
                        .code())
                .isEqualTo(ProblemCode.VALUE_INVALID);
    }

    @Test
    void eachVersionOfTheMatrixKeepsACodeSystemOfItsOwn() {
        assertThat(text(read("30-oru-zrm-2013"), Category.ZRM))
                .contains("zrm-2013")
                .doesNotContain("zrm-2017");
        assertThat(text(read("29-oru-zrm-panel"), Category.ZRM))
                .contains("zrm-2017")
                .doesNotContain("zrm-2013");
    }

    @Test
    void refusesAScoreOutsideOneToFive() {
        String panel = example("29-oru-zrm-panel");
        for (String score : List.of("0", "6", "-1", "2.5", "1e1", "twee")) {
            String wrong = panel.replace("Huisvesting^99ZRM||1|", "Huisvesting^99ZRM||" + score + "|");
            assertThat(Samples.problem(translator.toCanonical(Samples.ward(wrong)))
                            .place())
                    .as(score)
                    .hasValue("OBX(4)-5");
        }
    }

    private TranslatedReferral read(String name) {
        return translated(example(name));
    }

    private TranslatedReferral translated(String text) {
        return Samples.value(translator.toCanonical(Samples.ward(text)));
    }

    private static String example(String name) {
        return new String(Samples.example(name), StandardCharsets.ISO_8859_1);
    }

    private static Event event(TranslatedReferral translated) {
        return translated.referral().envelope().event();
    }

    private static String text(TranslatedReferral translated, Category category) {
        return translated.referral().items().stream()
                .filter(item -> item.category() == category)
                .map(InformationItem::resource)
                .map(resource -> new String(resource.utf8(), StandardCharsets.UTF_8))
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
