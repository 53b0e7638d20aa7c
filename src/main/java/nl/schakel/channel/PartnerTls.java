package nl.schakel.channel;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Hands Camel's components the context that the room of trust made; Camel makes none of its own. */
final class PartnerTls extends SSLContextParameters {
    private final SSLContext context;

    PartnerTls(SSLContext context) {
        this.context = context;
    }

    @Override
    public SSLContext createSSLContext(CamelContext camel) {
        return context;
    }
}
