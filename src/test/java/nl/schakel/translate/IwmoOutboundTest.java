package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out as iWmo 3.2, and what may not. */
class IwmoOutboundTest {
    private static final Path EXAMPLES = Path.of("mappings/iwmo/3.2/examples");
    private final TranslatedReferral ward =
            Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.referral())));

    @Test
    void aMunicipalityIsAskedForWhatAWardAsks() {
        Branch root = XmlReaderTest.root(text(Municipal.released(ward, "iwmo/3.2/wmo315-out")));
        assertThat(XmlReaderTest.texts(root, "Client/Bsn")).containsExactly("999900420");
        assertThat(XmlReaderTest.texts(root, "Client/AangevraagdeProducten/AangevraagdProduct/ReferentieAanbieder"))
                .containsExactly(Municipal.CONTEXT.reference().text());
        assertThat(XmlReaderTest.texts(root, "Header/Ontvanger")).containsExactly("0772");
        assertThat(text(Municipal.released(ward, "iwmo/3.2/wmo315-out")))
                .doesNotContain("F20", "medische details", "P100234", "Els");
    }

    @Test
    void namesTheOtherRouteForAClientWithoutBsn() {
        TranslatedReferral without =
                Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.example("14-client-without-bsn"))));
        Problem problem = Samples.problem(Municipal.released(without, "iwmo/3.2/wmo315-out"));
        assertThat(problem.code()).isEqualTo(ProblemCode.BSN_REQUIRED);
        assertThat(problem.sentence()).contains("FHIR Task", "printable letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iwmo/3.2/wmo301-out", "iwmo/3.2/wmo315-out"})
    void refusesALabelThatIwmoHasNoPlaceFor(String mapping) {
        TranslatedReferral secret =
                Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.example("05-secret-address"))));
        assertThat(Samples.problem(Municipal.released(secret, mapping)).code())
                .isEqualTo(ProblemCode.LABEL_WITHOUT_PLACE);
    }

    @Test
    void refusesAReasonThatOnlyTheOtherReleaseHas() throws IOException {
        TranslatedReferral old = read(Path.of("mappings/iwmo/2.0/examples/02-wmo307"), "iwmo/2.0");
        assertThat(Samples.problem(Municipal.released(old, "iwmo/3.2/wmo307-out"))
                        .code())
                .isEqualTo(ProblemCode.CODE_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-wmo301", "02-wmo305", "03-wmo307", "06-wmo301-everything", "08-wmo317"})
    void whatComesInAndGoesOutComesInTheSame(String example) throws IOException {
        TranslatedReferral first = read(EXAMPLES.resolve(example), "iwmo/3.2");
        byte[] written = document(Municipal.released(first, Municipal.outbound(first)));
        TranslatedReferral second =
                Samples.value(Municipal.TRANSLATOR.toCanonical(Municipal.source(written, "iwmo/3.2")));
        assertThat(categories(second))
                .containsAll(categories(first).stream()
                        .filter(c -> !c.equals("health-detail"))
                        .toList());
        assertThat(names(second)).isEqualTo(names(first));
        assertThat(second.losses()).noneMatch(loss -> loss.endsWith("unmapped"));
    }

    @ParameterizedTest
    @CsvSource({
        "01-wmo301,302",
        "06-wmo301-everything,302",
        "02-wmo305,306",
        "03-wmo307,308",
        "04-wmo315,316",
        "08-wmo317,318",
        "05-wmo319,320"
    })
    void aReturnMessageMirrorsWithItsCodes(String example, String nr) throws IOException {
        byte[] original = Files.readAllBytes(EXAMPLES.resolve(example).resolve("input.xml"));
        Branch sent = XmlReaderTest.root(new String(original, StandardCharsets.UTF_8));
        String text = text(answered(original, "received", Optional.empty(), "iwmo/3.2/wmo" + nr + "-out"));
        Branch root = XmlReaderTest.root(text);
        assertThat(XmlReaderTest.texts(root, "//RetourCode")).isNotEmpty().containsOnly("0200");
        for (String path : List.of("Client/Bsn", "Header/Afzender", "//ToewijzingNummer", "//ReferentieAanbieder")) {
            assertThat(XmlReaderTest.texts(root, path)).as(path).isEqualTo(XmlReaderTest.texts(sent, path));
        }
        TranslatedReferral read = Samples.value(
                Municipal.TRANSLATOR.toCanonical(Municipal.source(text.getBytes(StandardCharsets.UTF_8), "iwmo/3.2")));
        assertThat(read.referral().envelope().event().name()).isEqualTo("NOTE");
    }

    @Test
    void aMessageThatFailedIsRefusedAsAWholeAndRepeatsNoClient() throws IOException {
        byte[] original = Files.readAllBytes(EXAMPLES.resolve("04-wmo315/input.xml"));
        String text = text(answered(original, "failed", Optional.empty(), "iwmo/3.2/wmo316-out"));
        assertThat(text).contains("<wmo316:RetourCode>0001</wmo316:RetourCode>").doesNotContain("Client", "999900420");
    }

    @Test
    void aProviderHearsWhyItsRequestIsRejected() throws IOException {
        byte[] original = Files.readAllBytes(EXAMPLES.resolve("04-wmo315/input.xml"));
        String text = text(answered(original, "rejected", Optional.of("andere-regio"), "iwmo/3.2/wmo319-out"));
        assertThat(text)
                .contains(
                        "<wmo319:ReferentieAanbieder>REF-A0001</wmo319:ReferentieAanbieder>"
                                + "<wmo319:VerzoekAntwoord>1</wmo319:VerzoekAntwoord>"
                                + "<wmo319:RedenAfwijzingVerzoek>5</wmo319:RedenAfwijzingVerzoek>",
                        "<wmo319:Afzender>0772</wmo319:Afzender><wmo319:Ontvanger>90001234</wmo319:Ontvanger>");
    }

    @Test
    void anAcceptanceIsNoAnswerOfWmo319() throws IOException {
        byte[] original = Files.readAllBytes(EXAMPLES.resolve("04-wmo315/input.xml"));
        assertThat(Samples.problem(answered(original, "accepted", Optional.empty(), "iwmo/3.2/wmo319-out"))
                        .code())
                .isEqualTo(ProblemCode.CODE_UNKNOWN);
    }

    static Step<OutboundDocument> answered(byte[] original, String status, Optional<String> reason, String mapping) {
        SourceMessage source = Municipal.source(original, "iwmo/3.2");
        StatusNotice notice = new StatusNotice(
                "5a0d7c3e-2222-4333-8444-555566667777",
                new ReferralReference(2026, 1),
                UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
                2,
                status,
                reason,
                Optional.of("REF-A0001"),
                Optional.empty(),
                Municipal.AT,
                Optional.of(source),
                "https://localhost:8443/fhir");
        return Municipal.TRANSLATOR.statusToPartner(
                new Delivery(new PartnerId("opvang-demo"), "out", mapping, false), notice);
    }

    private static TranslatedReferral read(Path folder, String family) throws IOException {
        return Samples.value(Municipal.TRANSLATOR.toCanonical(
                Municipal.source(Files.readAllBytes(folder.resolve("input.xml")), family)));
    }

    private static List<String> categories(TranslatedReferral translated) {
        return translated.referral().items().stream()
                .map(InformationItem::category)
                .map(c -> c.code())
                .sorted()
                .toList();
    }

    private static List<String> names(TranslatedReferral translated) {
        return translated.referral().items().stream()
                .filter(item -> item.category().code().equals("identity"))
                .map(item -> new String(item.resource().utf8(), StandardCharsets.UTF_8))
                .toList();
    }

    static byte[] document(Step<OutboundDocument> step) {
        return Samples.value(step).bytes();
    }

    static String text(Step<OutboundDocument> step) {
        return new String(document(step), StandardCharsets.UTF_8);
    }
}
