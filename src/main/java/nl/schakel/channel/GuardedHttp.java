package nl.schakel.channel;

import java.util.List;
import nl.schakel.egress.Egress;
import nl.schakel.egress.HttpCalls;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.annotations.Component;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;

/** HTTP and HTTPS to partners: a new connection goes to an address that was looked at, and to no other. */
// By this name the component finds who sets its options.
@Component("http,https")
final class GuardedHttp extends HttpComponent {
    static final List<String> SCHEMES = List.of("http", "https");

    private final Egress egress;

    GuardedHttp(Egress egress) {
        this.egress = egress;
    }

    // As in the component, with addresses of ours; the component has no setting for that, and these are its own types.
    @SuppressWarnings("deprecation")
    @Override
    protected HttpClientConnectionManager createConnectionManager(
            Registry<ConnectionSocketFactory> registry, int most, int perRoute, SocketConfig sockets) {
        PoolingHttpClientConnectionManager manager = new PoolingHttpClientConnectionManager(
                registry,
                PoolConcurrencyPolicy.STRICT,
                null,
                TimeValue.ofMilliseconds(getConnectionTimeToLive()),
                null,
                HttpCalls.names(egress),
                null);
        manager.setMaxTotal(most > 0 ? most : getMaxTotalConnections());
        manager.setDefaultMaxPerRoute(perRoute > 0 ? perRoute : getConnectionsPerRoute());
        manager.setDefaultSocketConfig(sockets);
        return manager;
    }
}
