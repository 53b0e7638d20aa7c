package nl.schakel.pipeline;

import java.util.Map;
import java.util.Optional;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.translate.xml.SoapEnvelope;
import nl.schakel.translate.xml.SoapReply;
import nl.schakel.translate.xml.StufPeek;

/** How a document leaves in SOAP 1.1, and what the answer to it means. */
public final class SoapExchange {
    private static final String GGK = "http://www.stufstandaarden.nl/koppelvlak/ggk0210/";
    /** SOAPAction of the operations of StUF-GGk 2.1 ({@code OntvangAsynchroon}), by the root of the message. */
    private static final Map<String, String> ACTIONS = Map.of(
            "envelopHeenbericht-ggk_Di01", GGK + "ggk_Di01",
            "envelopRetourbericht-ggk_Du01", GGK + "ggk_Du01",
            "Fo01Bericht", "http://www.egem.nl/StUF/StUF0301/Fo01");

    private SoapExchange() {}

    /**
     * The request.
     *
     * @param action SOAPAction, without its quotes
     */
    public record Request(byte[] body, String action) {}

    /** Puts a seal into an envelope, anew for every call: its receiver believes a time-stamp for minutes. */
    public interface Sealing {
        byte[] seal(byte[] envelope);
    }

    /** Whether an answer bears the seal of the partner that was called. */
    public interface Checking {
        boolean isSealedBy(PartnerId partner, byte[] answer);
    }

    /**
     * As {@link #meaning(Outgoing, int, byte[])}, where answers are sealed: what bears no seal of this partner says nothing, as
     * the answer to another message does. A partner that is too busy to seal may say so.
     */
    public static Sent sealedMeaning(
            Outgoing outgoing, int status, byte[] answer, PartnerId partner, Checking checking) {
        Sent meant = meaning(outgoing, status, answer);
        return meant instanceof Sent.NotDelivered || checking.isSealedBy(partner, answer)
                ? meant
                : unknown("HTTP " + status + ", no seal of the partner's");
    }

    /** Whether an answer means to bear a seal. */
    public static boolean speaksOfASeal(byte[] answer) {
        return XmlSealVerifier.isIn(answer);
    }

    /** Envelope and action for what leaves. */
    public static Request request(Outgoing outgoing) {
        byte[] envelope = SoapEnvelope.around(outgoing.bytes());
        return new Request(
                envelope, stuf(outgoing).map(StufPeek::root).map(ACTIONS::get).orElse(""));
    }

    /**
     * Delivered is only what the receiver confirms for this very message; a fault is a refusal; of anything else it is not
     * known what came of it.
     */
    public static Sent meaning(Outgoing outgoing, int status, byte[] answer) {
        if (status == 429 || status == 503) {
            return new Sent.NotDelivered(
                    Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen("HTTP " + status));
        }
        Optional<String> number = stuf(outgoing).flatMap(StufPeek::number);
        return SoapReply.read(answer)
                .fold(reply -> meaning(reply, number, answer), problem -> unknown("HTTP " + status + ", no SOAP"));
    }

    private static Sent meaning(SoapReply reply, Optional<String> number, byte[] answer) {
        boolean ours = number.isEmpty() || number.equals(reply.answers());
        return switch (reply.kind()) {
            case REFUSED ->
                new Sent.Refused(
                        Problem.at(ProblemCode.PARTNER_REFUSED, reply.name()).seen(reply.code()), answer);
            case TAKEN -> ours ? new Sent.Delivered(answer) : unknown("the answer to another message");
            case OTHER -> unknown((reply.name() + ' ' + reply.code()).strip());
        };
    }

    private static Sent unknown(String seen) {
        return new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN).seen(seen));
    }

    private static Optional<StufPeek> stuf(Outgoing outgoing) {
        return StufPeek.control(outgoing.bytes()).fold(Optional::of, problem -> Optional.empty());
    }
}
