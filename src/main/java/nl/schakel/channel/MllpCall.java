package nl.schakel.channel;

import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;

/** Before and after an MLLP exchange: the bytes, and what the acknowledgement means. */
final class MllpCall {
    private MllpCall() {}

    static void request(Exchange exchange) {
        exchange.getIn().setBody(exchange.getIn().getBody(Outgoing.class).bytes());
    }

    static void answer(Exchange exchange) {
        exchange.getMessage().setBody(meaning((byte[]) exchange.getMessage().getBody()));
    }

    static Sent meaning(byte[] acknowledgement) {
        String code = HL7Control.code(acknowledgement);
        return switch (code) {
            case "AA", "CA" -> new Sent.Delivered(acknowledgement);
            case "AE", "AR", "CE", "CR" ->
                new Sent.Refused(
                        Problem.at(ProblemCode.PARTNER_REFUSED, "MSA-1").seen(code), acknowledgement);
            default -> new Sent.Unknown(Problem.at(ProblemCode.OUTCOME_UNKNOWN, "MSA-1"));
        };
    }
}
