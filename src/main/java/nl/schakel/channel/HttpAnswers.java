package nl.schakel.channel;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import nl.schakel.pipeline.ReadingDesk.Answer;
import nl.schakel.pipeline.Received;
import nl.schakel.referral.Problem;

/** How the hall's answers look over HTTP. */
final class HttpAnswers {
    private static final int CHANGED = 200;
    private static final int NOTHING_TO_SAY = 204;
    private static final int UNAUTHORISED = 401;

    private HttpAnswers() {}

    static Answer received(Received received, HttpLanguage language) {
        if (received instanceof Received.Tried) {
            return new Answer(NOTHING_TO_SAY, language.good(), new byte[0], Map.of());
        }
        if (received instanceof Received.Taken taken) {
            Map<String, String> headers = new LinkedHashMap<>();
            taken.reference().ifPresent(r -> headers.put("X-Schakel-Reference", r.text()));
            headers.put("Schakel-Receipt", taken.receiptJws());
            taken.etag().ifPresent(etag -> headers.put("ETag", etag));
            return new Answer(
                    taken.etag().isPresent() ? CHANGED : language.taken(), language.good(), taken.answer(), headers);
        }
        Received.Refused refused = (Received.Refused) received;
        return refused(refused.problem(), refused.answer(), language);
    }

    static Answer refused(Problem problem, byte[] outcome, HttpLanguage language) {
        int status = problem.code().httpStatus();
        boolean later = status == 425 || status == 429 || status == 503;
        if (status == UNAUTHORISED && language != HttpLanguage.SOAP) {
            return new Answer(
                    status, language.bad(), outcome, Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
        }
        return new Answer(
                language.refused(problem),
                language.bad(),
                outcome,
                later ? Map.of("Retry-After", Long.toString(seconds(problem))) : Map.of());
    }

    private static long seconds(Problem problem) {
        return problem.againSeconds().orElse((long) DoorLimits.RETRY_AFTER_SECONDS);
    }

    static FullHttpResponse response(Answer answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        HttpHeaders headers = response.headers();
        answer.headers().forEach((name, value) -> {
            if (!isInternal(name)) {
                headers.set(name, value);
            }
        });
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.mediaType());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        headers.set("X-Content-Type-Options", "nosniff");
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /** Names by which Camel steers itself; they cross no edge in either direction. */
    static boolean isInternal(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("camel") || name.startsWith("org.apache.camel");
    }
}
