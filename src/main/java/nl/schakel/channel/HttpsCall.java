package nl.schakel.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Sha256;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Before and after an HTTPS call: what the request looks like, and what the partner's status means. */
final class HttpsCall {
    private static final byte[] NOTHING = {};
    private static final String SENT = "sent";
    private static final Pattern DIGEST = Pattern.compile("\"sha256\"\\s*:\\s*\"([0-9a-fA-F]{64})\"");

    private HttpsCall() {}

    static void request(Exchange exchange) {
        Message message = exchange.getIn();
        Outgoing outgoing = message.getBody(Outgoing.class);
        message.removeHeaders("*");
        message.setHeader("Accept", exchange.getProperty("accept", String.class));
        message.setHeader("X-Request-ID", outgoing.messageId());
        outgoing.jws().ifPresent(jws -> HopSeal.onto(message, jws, outgoing.bytes()));
        exchange.setProperty(SENT, outgoing.bytes());
        message.setBody(new ByteArrayEntity(outgoing.bytes(), ContentType.parse(outgoing.mediaType())));
    }

    static void answer(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] evidence = message.getBody() instanceof InputStream body ? body.readAllBytes() : NOTHING;
        Sent meaning = meaning(status, evidence);
        message.setBody(
                meaning instanceof Sent.Delivered
                        ? believed(evidence, exchange.getProperty(SENT, byte[].class))
                        : RetryAfter.heard(meaning, status, message, Instant.now()));
    }

    /**
     * A yes is believed unless it cannot be about these bytes: where JSON is asked for, a page is the word of something that
     * stands before the partner, and a receipt that names another digest is of another message.
     */
    static Sent believed(byte[] evidence, byte[] sent) {
        String text = new String(evidence, StandardCharsets.ISO_8859_1);
        if (text.stripLeading().startsWith("<")) {
            return unknown("a page in place of an answer");
        }
        Matcher digest = DIGEST.matcher(text);
        boolean ours = !digest.find() || digest.group(1).equalsIgnoreCase(Sha256.hex(sent));
        return ours ? new Sent.Delivered(evidence) : unknown("a receipt for other bytes");
    }

    private static Sent unknown(String seen) {
        return new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN).seen(seen));
    }

    /** A partner that was asked to wait, or that failed, does not have it; every other no is for good. */
    static Sent meaning(int status, byte[] evidence) {
        if (status / 100 == 2 || (status == 409 && saysDuplicate(evidence))) {
            return new Sent.Delivered(evidence);
        }
        String seen = "HTTP " + status;
        boolean later = status == 408 || status == 425 || status == 429 || status >= 500;
        return later
                ? new Sent.NotDelivered(
                        Problem.of(ProblemCode.PARTNER_UNREACHABLE).seen(seen))
                : new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED).seen(seen), evidence);
    }

    /** FHIR's issue type {@code duplicate}: the partner has it already. */
    private static boolean saysDuplicate(byte[] evidence) {
        return new String(evidence, StandardCharsets.ISO_8859_1).contains("\"duplicate\"");
    }
}
