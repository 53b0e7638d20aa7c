package nl.schakel.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.pipeline.SoapExchange;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Before and after a SOAP call. What went out is kept beside the exchange: its answer must name it. */
final class SoapCall {
    private static final String ASKED = "asked";
    private static final ContentType XML = ContentType.create("text/xml", StandardCharsets.UTF_8);

    private SoapCall() {}

    /** @param sealing what is done with the envelope before it leaves */
    static Processor request(UnaryOperator<byte[]> sealing) {
        return exchange -> request(exchange, sealing);
    }

    private static void request(Exchange exchange, UnaryOperator<byte[]> sealing) {
        Message message = exchange.getIn();
        Outgoing outgoing = message.getBody(Outgoing.class);
        SoapExchange.Request request = SoapExchange.request(outgoing);
        exchange.setProperty(ASKED, outgoing);
        message.removeHeaders("*");
        message.setHeader("Accept", "text/xml");
        message.setHeader("SOAPAction", '"' + request.action() + '"');
        message.setBody(new ByteArrayEntity(sealing.apply(request.body()), XML));
    }

    /** An answer that may come bare; a seal that is in it is checked all the same. */
    static Processor answer(SoapExchange.Checking checking) {
        return exchange -> answer(exchange, checking, false);
    }

    /** An answer that must bear the seal of the partner that was called. */
    static Processor sealedAnswer(SoapExchange.Checking checking) {
        return exchange -> answer(exchange, checking, true);
    }

    private static void answer(Exchange exchange, SoapExchange.Checking checking, boolean sealed) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] answer = message.getBody() instanceof InputStream body ? body.readAllBytes() : new byte[0];
        Outgoing asked = exchange.getProperty(ASKED, Outgoing.class);
        Sent meaning = sealed || SoapExchange.speaksOfASeal(answer)
                ? SoapExchange.sealedMeaning(asked, status, answer, CamelBackDoor.receiver(exchange), checking)
                : SoapExchange.meaning(asked, status, answer);
        message.setBody(RetryAfter.heard(meaning, status, message, Instant.now()));
    }
}
