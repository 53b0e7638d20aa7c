package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.xml.OfficialSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** iWmo in its StUF-GGk envelope, out and back, and against the published schemas where they are. */
class StufEnvelopeTest {
    private static final Path EXAMPLES = Path.of("mappings/stuf-ggk/2.1/examples");
    private static final Path SCHEMAS =
            Path.of(System.getProperty("schakel.reference", "../shared/reference"), "stuf-ggk", "schema");
    private final TranslatedReferral ward =
            Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.referral())));

    @Test
    void carriesWhatTheMessageAloneWouldBe() {
        byte[] envelope = document(Municipal.released(ward, "stuf-ggk/2.1/wmo315-out"));
        byte[] alone = document(Municipal.released(ward, "iwmo/3.2/wmo315-out"));
        assertThat(payload(envelope)).isEqualTo(alone);
        assertThat(document(Municipal.released(ward, "stuf-ggk/2.1/wmo315-out")))
                .isEqualTo(envelope);
    }

    @Test
    void readsBackWhatItWrote() {
        byte[] envelope = document(Municipal.released(ward, "stuf-ggk/2.1/wmo315-out"));
        TranslatedReferral back =
                Samples.value(Municipal.TRANSLATOR.toCanonical(Municipal.source(envelope, "stuf-ggk/2.1")));
        assertThat(back.referral().envelope().messageId()).isEqualTo(Municipal.CONTEXT.messageId());
        assertThat(back.referral().envelope().created()).isEqualTo(Municipal.AT);
        assertThat(back.mapping()).matches("stuf-ggk/2.1/di01@[0-9a-f]{8}\\+iwmo/3.2/wmo315@[0-9a-f]{8}");
        assertThat(back.losses()).noneMatch(loss -> loss.endsWith("unmapped"));
    }

    @Test
    void whatTheMessageInsideMayNotSayStopsTheEnvelope() {
        TranslatedReferral without =
                Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.example("14-client-without-bsn"))));
        assertThat(Samples.problem(Municipal.released(without, "stuf-ggk/2.1/wmo315-out"))
                        .code())
                .isEqualTo(ProblemCode.BSN_REQUIRED);
    }

    @Test
    void answersTheEnvelopeWithItsNumberAndTheMessageWithItsCodes() throws IOException {
        Step<OutboundDocument> step = answered("01-di01-wmo301", "received", "stuf-ggk/2.1/wmo302-out");
        Branch outer = XmlReaderTest.root(text(document(step)));
        Branch inner = XmlReaderTest.root(text(payload(document(step))));
        assertThat(text(document(step)))
                .contains(
                        "<stuf:crossRefnummer>3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011</stuf:crossRefnummer>",
                        "<stuf:functie>WMO302</stuf:functie>");
        assertThat(XmlReaderTest.texts(outer, "parameters/functieVersie")).containsExactly("0003");
        assertThat(XmlReaderTest.texts(inner, "Client/Bsn")).containsExactly("099990003");
        assertThat(XmlReaderTest.texts(inner, "//RetourCode")).isNotEmpty().containsOnly("0200");
    }

    @Test
    void anErrorQuotesNothingOfTheMessage() throws IOException {
        String text = text(document(answered("01-di01-wmo301", "failed", "stuf-ggk/2.1/fo01-out")));
        assertThat(text)
                .contains("<stuf:code>StUF058</stuf:code>", "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011")
                .doesNotContain("099990003", "Müller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wmo301-out", "wmo315-out"})
    void everyEnvelopeFollowsThePublishedSchema(String mapping) {
        valid(document(Municipal.released(ward, "stuf-ggk/2.1/" + mapping)));
    }

    @ParameterizedTest
    @CsvSource({"01-di01-wmo301,received,wmo302-out", "01-di01-wmo301,failed,fo01-out"})
    void everyAnswerFollowsThePublishedSchema(String example, String status, String mapping) throws IOException {
        valid(document(answered(example, status, "stuf-ggk/2.1/" + mapping)));
    }

    @Test
    void thePublishedSchemaRefusesWhatIsNoEnvelope() {
        assumeTrue(Files.isDirectory(SCHEMAS), "no third-party schemas in " + SCHEMAS);
        String envelope = text(document(Municipal.released(ward, "stuf-ggk/2.1/wmo315-out")));
        assertThat(Samples.problem(OfficialSchemas.load(SCHEMAS).check(envelope.replace(">Di01<", ">Di99<")))
                        .code())
                .isEqualTo(ProblemCode.SCHEMA_VIOLATED);
    }

    private static void valid(byte[] envelope) {
        assumeTrue(Files.isDirectory(SCHEMAS), "no third-party schemas in " + SCHEMAS);
        Samples.value(OfficialSchemas.load(SCHEMAS).check(text(envelope)));
    }

    private static Step<OutboundDocument> answered(String example, String status, String mapping) throws IOException {
        byte[] original = Files.readAllBytes(EXAMPLES.resolve(example).resolve("input.xml"));
        StatusNotice notice = new StatusNotice(
                "5a0d7c3e-2222-4333-8444-555566667777",
                new ReferralReference(2026, 1),
                UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
                2,
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Municipal.AT,
                Optional.of(Municipal.source(original, "stuf-ggk/2.1")),
                "https://localhost:8443/fhir");
        return Municipal.TRANSLATOR.statusToPartner(
                new Delivery(new PartnerId("gemeente-demo"), "out", mapping, false), notice);
    }

    private static byte[] payload(byte[] envelope) {
        String text = text(envelope);
        int start = text.indexOf("<ggk:xmlBestand>") + "<ggk:xmlBestand>".length();
        return Base64.getDecoder().decode(text.substring(start, text.indexOf("</ggk:xmlBestand>")));
    }

    private static byte[] document(Step<OutboundDocument> step) {
        return Samples.value(step).bytes();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
