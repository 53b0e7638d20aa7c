package nl.schakel.channel;

import java.io.IOException;
import nl.schakel.egress.Egress;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Exchange;

/** Before and after an MLLP exchange: the bytes, and what the acknowledgement means. */
final class MllpCall {
    private final Egress egress;

    MllpCall(Egress egress) {
        this.egress = egress;
    }

    /**
     * Camel's pool says of a connection that failed at once no more than that it has none: where it leads to is looked at
     * before.
     *
     * @throws IOException when it may not be called, or has no address
     */
    void request(Exchange exchange) throws IOException {
        egress.resolve(
                exchange.getProperty("host", String.class),
                Integer.parseInt(exchange.getProperty("port", String.class)));
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
