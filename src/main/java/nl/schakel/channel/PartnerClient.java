package nl.schakel.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import nl.schakel.pipeline.RequestSealing;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Bounds every call to a partner: its whole time and the size of its answer. It also remembers whether the request left, which
 * decides between "not delivered" and "perhaps delivered".
 */
final class PartnerClient implements HttpClientConfigurer {
    private static final String LEFT = PartnerClient.class.getName() + ".left";

    private final ScheduledExecutorService clock;
    private final Duration limit;

    private final Optional<RequestSealing> sealing;

    PartnerClient(ScheduledExecutorService clock, Duration limit) {
        this(clock, limit, Optional.empty());
    }

    private PartnerClient(ScheduledExecutorService clock, Duration limit, Optional<RequestSealing> sealing) {
        this.clock = clock;
        this.limit = limit;
        this.sealing = sealing;
    }

    /** The same, which seals each request with all that travels in it. */
    PartnerClient sealing(RequestSealing seals) {
        return new PartnerClient(clock, limit, Optional.of(seals));
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        // Last of all, when the client itself has put in host and length.
        sealing.ifPresent(
                seals -> client.addRequestInterceptorLast((request, entity, context) -> HopSeal.onto(request, seals)));
        client.disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                // Every call is the gateway's own; else a client certificate ties a connection to one call.
                .disableConnectionState()
                .setUserAgent("Schakel")
                .addExecInterceptorFirst("bounds", this::bounded)
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "left", PartnerClient::leaving);
    }

    private static ClassicHttpResponse leaving(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(LEFT, true);
        return chain.proceed(request, scope);
    }

    private ClassicHttpResponse bounded(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> alarm = clock.schedule(() -> hangUp(scope, late), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return whole(chain.proceed(request, scope));
        } catch (IOException | HttpException | IllegalStateException trouble) {
            if (scope.clientContext.getAttribute(LEFT) == null) {
                throw new NeverSent(trouble);
            }
            if (late.get()) {
                throw new IOException("No whole answer in time", trouble);
            }
            throw trouble;
        } finally {
            alarm.cancel(false);
        }
    }

    private static void hangUp(ExecChain.Scope scope, AtomicBoolean late) {
        late.set(true);
        if (scope.execRuntime instanceof Cancellable call) {
            call.cancel();
        }
    }

    private static ClassicHttpResponse whole(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            body = entity.getContent().readNBytes(DoorLimits.ANSWER_BYTES + 1);
            if (body.length > DoorLimits.ANSWER_BYTES) {
                response.close();
                body = Arrays.copyOf(body, DoorLimits.ANSWER_BYTES);
            } else {
                entity.close();
            }
        }
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        response.removeHeaders(HttpHeaders.CONTENT_TYPE);
        response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
        return response;
    }
}
