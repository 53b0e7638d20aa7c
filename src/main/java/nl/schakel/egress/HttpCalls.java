package nl.schakel.egress;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Plain HTTP(S) calls of the gateway itself: each to an address that was looked at, with a limit on its whole time and on its
 * answer. No redirect, no proxy, no cookie, no second attempt; each call makes a connection of its own.
 */
public final class HttpCalls {
    private final CloseableHttpClient client;
    private final Duration patience;

    /** @param patience for a whole call, from the name to the last byte of its answer */
    public HttpCalls(Egress egress, Duration patience) {
        this.patience = patience;
        Timeout most = Timeout.of(patience);
        this.client = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names(egress))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(most)
                                .setSocketTimeout(most)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(most).build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Schakel")
                .build();
    }

    /** What came back. */
    public record Answer(int status, byte[] body) {}

    /** How a client of Apache asks for addresses, so that it connects to those alone. */
    public static DnsResolver names(Egress egress) {
        return new DnsResolver() {
            @Override
            public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                return egress.resolve(host, port);
            }

            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                // Without the port it cannot be said; the client asks with it.
                throw new EgressRefused("no port");
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /** @throws IOException also when more than {@code most} bytes come */
    public Answer get(URI at, int most) throws IOException, InterruptedException {
        return call(new HttpGet(at), most);
    }

    /** @throws IOException also when more than {@code most} bytes come */
    public Answer post(URI at, String mediaType, byte[] body, int most) throws IOException, InterruptedException {
        HttpPost request = new HttpPost(at);
        request.setEntity(new ByteArrayEntity(body, ContentType.create(mediaType)));
        return call(request, most);
    }

    /** On a thread of its own, which a deadline or an interruption of this one ends. */
    private Answer call(HttpUriRequestBase request, int most) throws IOException, InterruptedException {
        FutureTask<Answer> call = new FutureTask<>(() -> client.execute(request, response -> answer(response, most)));
        Thread thread = new Thread(call, "egress-call");
        thread.setDaemon(true);
        thread.start();
        try {
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new InterruptedIOException("no whole answer in time");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw new IOException(failed.getCause());
        } finally {
            request.cancel();
        }
    }

    private static Answer answer(ClassicHttpResponse response, int most) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(most + 1);
        if (body.length > most) {
            response.close();
            throw new IOException("more than " + most + " bytes");
        }
        return new Answer(response.getCode(), body);
    }
}
