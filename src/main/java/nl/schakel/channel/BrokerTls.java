package nl.schakel.channel;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Hands the client of brokers the context that the room of trust made. That client finds this class by {@code
 * META-INF/services}, which is why it is public; a connection that brings no context gets what it would get without it.
 */
public final class BrokerTls extends DefaultSSLContextFactory {
    /** Among the parameters of a connection. */
    static final String CONTEXT = "schakel.tls";

    private static final int BEFORE_ALL_OTHERS = 100;

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> parameters) throws Exception {
        return parameters.get(CONTEXT) instanceof SSLContext ours ? ours : super.getSSLContext(config, parameters);
    }

    @Override
    public int getPriority() {
        return BEFORE_ALL_OTHERS;
    }
}
