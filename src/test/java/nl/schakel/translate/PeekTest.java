package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import nl.schakel.referral.ProblemCode;
import nl.schakel.translate.hl7.Peek;
import nl.schakel.translate.hl7.Peeked;
import org.junit.jupiter.api.Test;

class PeekTest {
    @Test
    void readsTheOutsideOfAMessage() {
        Peeked peeked = Samples.value(Peek.hl7v2(Samples.example("01-ref-i12")));
        assertThat(peeked.messageId()).contains("GGZ0000005");
        assertThat(peeked.sendingFacility()).contains("GGZ-NOORD");
        assertThat(peeked.messageType()).contains("REF^I12");
    }

    @Test
    void isEmptyWhereAHeaderIsCutOff() {
        Peeked peeked = Samples.value(Peek.hl7v2("MSH|^~\\&|EPD|GGZ".getBytes(StandardCharsets.US_ASCII)));
        assertThat(peeked.sendingFacility()).contains("GGZ");
        assertThat(peeked.messageId()).isEmpty();
        assertThat(peeked.messageType()).isEmpty();
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThat(Samples.problem(Peek.hl7v2(new byte[0])).code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
        assertThat(Samples.problem(Peek.hl7v2("{}".getBytes(StandardCharsets.US_ASCII)))
                        .code())
                .isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }
}
