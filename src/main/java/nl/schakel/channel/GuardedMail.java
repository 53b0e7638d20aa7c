package nl.schakel.channel;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import nl.schakel.egress.Egress;
import nl.schakel.egress.GuardedSockets;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Mail to and from servers that may be called. A connection that begins in the clear is guarded before it is made; one that
 * begins with TLS (IMAPS) is made by the library, and looked at before the first byte of TLS.
 */
// By this name the component finds who sets its options.
@Component("imap,imaps,pop3,pop3s,smtp,smtps")
final class GuardedMail extends MailComponent {
    /** Protocols of the templates; those with an s begin with TLS. */
    static final List<String> SCHEMES = List.of("smtp", "imaps");

    private final Egress egress;
    private final SSLContext tls;

    GuardedMail(Egress egress, SSLContext tls) {
        this.egress = egress;
        this.tls = tls;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MailEndpoint endpoint = (MailEndpoint) super.createEndpoint(uri, remaining, parameters);
        String prefix = "mail." + endpoint.getConfiguration().getProtocol();
        Properties more = endpoint.getConfiguration().getAdditionalJavaMailProperties();
        more.put(prefix + ".socketFactory", new GuardedSockets(egress));
        if (prefix.endsWith("s")) {
            more.put(prefix + ".ssl.socketFactory", new GuardedTls(tls.getSocketFactory(), egress));
        }
        // Else what is refused here is tried again by the library, past us.
        more.put(prefix + ".socketFactory.fallback", "false");
        return endpoint;
    }
}
