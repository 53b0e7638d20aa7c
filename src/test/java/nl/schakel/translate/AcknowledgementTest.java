package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.v25.message.ACK;
import ca.uhn.hl7v2.parser.PipeParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.translate.hl7.Acknowledgement;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private static final Instant AT = Instant.parse("2026-04-10T11:00:01Z");

    @Test
    void acceptsWithTheReferralsReference() {
        String ack = text(Acknowledgement.accepted(
                Samples.example("01-ref-i12"), "SCH1", AT, Optional.of(new ReferralReference(2026, 1))));
        assertThat(ack)
                .isEqualTo(
                        "MSH|^~\\&|OVERDRACHT-GW|GW|EPD|GGZ-NOORD|20260410130001+0200||ACK^I12^ACK|SCH1|P|2.5|||||NLD|8859/1\r"
                                + "MSA|AA|GGZ0000005|" + new ReferralReference(2026, 1).text() + "\r");
    }

    @Test
    void refusesWithPlaceAndCode() throws HL7Exception {
        Problem problem = Problem.at(ProblemCode.BSN_INVALID, "PID-3(2).1").seen("9 digits");
        ACK ack = parsed(Acknowledgement.refused(Samples.example("11-bsn-fails-the-proof"), "SCH2", AT, problem));
        assertThat(ack.getMSA().getAcknowledgmentCode().getValue()).isEqualTo("AE");
        assertThat(ack.getMSA().getMessageControlID().getValue()).isEqualTo("GGZ0000111");
        assertThat(ack.getERR().getErrorLocation(0).encode()).isEqualTo("PID^1^3^2^1");
        assertThat(ack.getERR().getHL7ErrorCode().getIdentifier().getValue())
                .isEqualTo(Integer.toString(ProblemCode.BSN_INVALID.condition()));
        assertThat(ack.getERR().getSeverity().getValue()).isEqualTo("E");
        assertThat(ack.getERR().getApplicationErrorCode().getIdentifier().getValue())
                .isEqualTo("SCH-2003");
        assertThat(ack.getERR().getDiagnosticInformation().getValue()).contains("SCH-2003");
        assertThat(ack.getERR().getUserMessage().getValue()).startsWith(ProblemCode.BSN_INVALID.dutch());
    }

    @Test
    void rejectsAnUnknownMessageTypeWithAR() throws HL7Exception {
        ACK ack = parsed(Acknowledgement.refused(
                Samples.example("01-ref-i12"), "SCH3", AT, Problem.at(ProblemCode.MESSAGE_TYPE_UNKNOWN, "MSH-9")));
        assertThat(ack.getMSA().getAcknowledgmentCode().getValue()).isEqualTo("AR");
    }

    @Test
    void repeatsNoPersonalData() {
        String ack = text(Acknowledgement.refused(
                Samples.example("11-bsn-fails-the-proof"),
                "SCH4",
                AT,
                Problem.at(ProblemCode.BSN_INVALID, "PID-3(2).1")));
        assertThat(ack).doesNotContain("Meer", "999900421", "P100234");
    }

    @Test
    void answersGarbageWithoutFailing() throws HL7Exception {
        Random random = new Random(20260410);
        byte[] header = "MSH|^~\\&|".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            if (i % 2 == 0) {
                System.arraycopy(header, 0, garbage, 0, Math.min(header.length, garbage.length));
            }
            byte[] ack = Acknowledgement.refused(garbage, "SCH5", AT, Problem.of(ProblemCode.SYNTAX_BROKEN));
            assertThat(text(ack).split("\r")).hasSize(3);
            assertThat(parsed(ack).getMSH().getMessageControlID().getValue()).isEqualTo("SCH5");
        }
    }

    @Test
    void givesTheSameBytesForTheSameMessage() {
        byte[] original = Samples.example("01-ref-i12");
        assertThat(Acknowledgement.accepted(original, "SCH6", AT, Optional.empty()))
                .isEqualTo(Acknowledgement.accepted(original, "SCH6", AT, Optional.empty()));
    }

    @Test
    @Guards(Threat.T08)
    void keepsAnEscapedDelimiterInAnEchoedNameAValue() {
        String original =
                Samples.referral().replace("|EPD|", "|E\\F\\P\\X0D\\D|").replace("GGZ0000005", "A\\S\\1");
        String ack = text(
                Acknowledgement.accepted(original.getBytes(StandardCharsets.ISO_8859_1), "SCH7", AT, Optional.empty()));
        assertThat(ack.split("\r")).hasSize(2);
        assertThat(ack).contains("MSA|AA|A\\S\\1|");
    }

    private static ACK parsed(byte[] bytes) throws HL7Exception {
        return (ACK) new PipeParser().parse(text(bytes).replaceFirst("ACK\\^[^|]*\\|", "ACK|"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
