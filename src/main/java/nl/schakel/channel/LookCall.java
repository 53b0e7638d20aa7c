package nl.schakel.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Pattern;
import nl.schakel.journal.Outgoing;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Before a look at one thing at a partner: its id follows the configured path, and nothing else of a message does. The
 * answer is read as that of any HTTPS call.
 */
final class LookCall {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private LookCall() {}

    static void request(Exchange exchange) throws IOException {
        Message message = exchange.getIn();
        String id = new String(message.getBody(Outgoing.class).bytes(), StandardCharsets.US_ASCII);
        if (!ID.matcher(id).matches()) {
            throw new NeverSent(new IOException("No id to look up"));
        }
        message.removeHeaders("*");
        message.setHeader("Accept", "application/json");
        message.setHeader("Accept-Crs", "EPSG:4326");
        message.setHeader(Exchange.HTTP_PATH, '/' + id);
        message.setHeader(Exchange.HTTP_QUERY, "expand=rollen");
        DialogueCall.authorise(exchange, Clock.systemUTC());
        message.setBody(null);
    }
}
