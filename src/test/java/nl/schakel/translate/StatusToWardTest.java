package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.translate.hl7.Hl7Paths;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.Test;

class StatusToWardTest {
    private static final Delivery DELIVERY =
            new Delivery(new PartnerId("ggz-noord"), "mllp-out", "hl7v2-nl/2.5/rri-i12", false);
    private final Translator translator = Translator.load(Samples.MAPPINGS);

    @Test
    void tellsTheWardThatItsReferralWasAccepted() {
        String text = text(notice("accepted", Optional.empty(), Samples.referral()));
        assertThat(text.split("\r"))
                .containsExactly(
                        "MSH|^~\\&|OVERDRACHT-GW|GW|EPD|GGZ-NOORD|20260411093000+0200||RRI^I12^RRI_I12|" + CONTROL_ID
                                + "|P|2.5|||AL|NE|NLD|8859/1",
                        "MSA|AA|GGZ0000005",
                        "RF1|A^Accepted^HL70283^accepted^^task-status|||||REF-2026-00041|||20260411093000+0200||V-2026-00001-"
                                + check() + "^SCHAKEL",
                        "PRD|RT^Referred to Provider^HL70286|Toegang||MO-EINDHOVEN|||90001234^AGB",
                        "PID|1||P100234^^^GGZ-NOORD^PI",
                        "NTE|1||Aangenomen");
    }

    @Test
    void givesTheCodedReasonOfARejection() {
        String text = text(notice("rejected", Optional.of("geen-plek"), Samples.referral()));
        assertThat(text)
                .contains("\rRF1|R^Rejected^HL70283^rejected^")
                .contains("|geen-plek^Geen plek beschikbaar^99SCHAKEL|");
    }

    /** HL7 v2.5 table 0: MSH-10 has 20 characters. Whoever knows them finds the id, of which they are the end. */
    @Test
    void namesItselfInTwentyCharactersThatEndTheId() {
        assertThat(CONTROL_ID).hasSize(20);
        assertThat(ID.replace("-", "")).endsWith(CONTROL_ID);
    }

    @Test
    void aSystemThatFilesI12OnlyOnceHearsTheSameAsI13() {
        Delivery changed = new Delivery(DELIVERY.receiver(), DELIVERY.channel(), "hl7v2-nl/2.5/rri-i13", false);
        StatusNotice notice = notice("accepted", Optional.empty(), Samples.referral());
        String text = new String(
                Samples.value(translator.statusToPartner(changed, notice)).bytes(), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .contains("RRI^I13^RRI_I12")
                .endsWith(text(notice).substring(text(notice).indexOf("MSA|")));
    }

    @Test
    void saysWhyAReferralIsOnHold() {
        String text = text(notice("on-hold", Optional.of("discharge-cancelled-while-accepted"), Samples.referral()));
        assertThat(text)
                .contains("\rRF1|P^Pending^HL70283^on-hold^")
                .contains("|discharge-cancelled-while-accepted^Ontslag gaat niet door; was geaccepteerd^99SCHAKEL|");
    }

    @Test
    void saysWhoHasTheClient() {
        assertThat(text(notice("in-progress", Optional.of("custody-taken-over"), Samples.referral())))
                .contains("\rRF1|A^Accepted^HL70283^in-progress^")
                .contains("|custody-taken-over^De ontvanger heeft de client overgenomen^99SCHAKEL|");
        assertThat(text(notice("on-hold", Optional.of("custody-returned"), Samples.referral())))
                .contains("|custody-returned^De client is weer onder uw verantwoordelijkheid^99SCHAKEL|");
    }

    @Test
    void repeatsNeitherNameNorBsn() {
        assertThat(text(notice("accepted", Optional.empty(), Samples.referral())))
                .doesNotContain("Meer", "Johan", "999900420", "F20");
    }

    @Test
    @Guards(Threat.T08)
    void keepsItsShapeWhenTheOriginalHoldsEscapedDelimiters() {
        String hostile = Samples.referral()
                .replace("REF-2026-00041", "R\\F\\1\\S\\2\\X0D\\PID\\F\\9\\R\\\\T\\\\E\\")
                .replace("|EPD|", "|E\\F\\D|");
        byte[] bytes = document(notice("accepted", Optional.empty(), hostile)).bytes();
        byte[] plain = document(notice("accepted", Optional.empty(), Samples.referral()))
                .bytes();
        assertThat(shape(bytes)).isEqualTo(shape(plain));
        Branch root =
                Samples.value(new Hl7Reader().open(Samples.ward(bytes), "")).root();
        Path reference = new Hl7Paths().compile("RF1-6.1", List.of());
        assertThat(reference.value(Scope.whole(root)).orElseThrow().value())
                .isEqualTo(new nl.schakel.referral.Json.Text("R|1^2\nPID|9~&\\"));
    }

    @Test
    void declaresUtf8WhenTheWardsOwnReferenceNeedsIt() {
        String original = Samples.referral().replace("8859/1", "UNICODE UTF-8").replace("REF-2026", "REF-Łódź");
        StatusNotice notice = notice("accepted", Optional.empty(), original.getBytes(StandardCharsets.UTF_8));
        String text = new String(document(notice).bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("|UNICODE UTF-8\r", "REF-Łódź-00041");
    }

    @Test
    void answersWithoutTheOriginalToo() {
        String text = text(notice("on-hold", Optional.empty(), Optional.empty()));
        assertThat(text)
                .startsWith("MSH|^~\\&|SCHAKEL|SCHAKEL|||")
                .contains("\rRF1|P^Pending^")
                .doesNotContain("MSA", "PID|");
    }

    @Test
    void refusesAStatusThatTheTableDoesNotKnow() {
        assertThat(Samples.problem(translator.statusToPartner(
                                DELIVERY, notice("sleeping", Optional.empty(), Samples.referral())))
                        .code())
                .isEqualTo(ProblemCode.CODE_UNKNOWN);
    }

    @Test
    void refusesAMappingThatIsNotThere() {
        Delivery other = new Delivery(new PartnerId("ggz-noord"), "mllp-out", "hl7v2-nl/9.9/rri-i12", false);
        assertThat(Samples.problem(translator.statusToPartner(
                                other, notice("accepted", Optional.empty(), Samples.referral())))
                        .code())
                .isEqualTo(ProblemCode.MAPPING_MISSING);
    }

    @Test
    void givesTheSameBytesForTheSameNotice() {
        StatusNotice notice = notice("accepted", Optional.empty(), Samples.referral());
        assertThat(document(notice).bytes()).isEqualTo(document(notice).bytes());
        assertThat(document(notice).mapping()).matches("hl7v2-nl/2\\.5/rri-i12@[0-9a-f]{8}");
    }

    private static final String ID = "6b1f6c2e-0c1e-4c55-8e1a-0d5a4d3c2b1a";
    private static final String CONTROL_ID = "4c558e1a0d5a4d3c2b1a";

    private static String check() {
        String text = new ReferralReference(2026, 1).text();
        return text.substring(text.length() - 1);
    }

    /** Number of fields in each segment. */
    private static List<Integer> shape(byte[] bytes) {
        return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\r")).stream()
                .map(segment -> segment.split("\\|", -1).length)
                .toList();
    }

    private String text(StatusNotice notice) {
        return new String(document(notice).bytes(), StandardCharsets.ISO_8859_1);
    }

    private OutboundDocument document(StatusNotice notice) {
        return Samples.value(translator.statusToPartner(DELIVERY, notice));
    }

    private static StatusNotice notice(String status, Optional<String> reason, String original) {
        return notice(status, reason, original.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static StatusNotice notice(String status, Optional<String> reason, byte[] original) {
        return notice(status, reason, Optional.of(Samples.ward(original)));
    }

    private static StatusNotice notice(String status, Optional<String> reason, Optional<SourceMessage> original) {
        return new StatusNotice(
                ID,
                new ReferralReference(2026, 1),
                UUID.fromString("7b1f6c2e-0c1e-4c55-8e1a-0d5a4d3c2b1a"),
                2,
                status,
                reason,
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-04-11T07:30:00Z"),
                original,
                "https://localhost:8443/fhir");
    }
}
