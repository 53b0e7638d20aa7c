package nl.schakel.channel;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.pipeline.Inbound;
import nl.schakel.pipeline.ReadingDesk.Answer;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Seals;

/** Reads what an HTTP request wants and brings back its answer. Headers pass by an allow-list only. */
final class HttpRequests {
    /** What a message's further way may need to know; everything else stays outside. */
    private static final List<String> PASSED =
            List.of("Authorization", "X-Request-ID", "X-Correlation-ID", "If-None-Match", "Prefer");

    private HttpRequests() {}

    static Answer answer(Asked.Request request, Peer peer, Reception reception) {
        String path = HttpPaths.pathOf(request.uri());
        HttpLanguage language = HttpLanguage.of(path);
        Set<String> methods = HttpPaths.methods(path);
        if (methods.isEmpty()) {
            return refused(Problem.of(ProblemCode.NOT_FOUND), reception, language);
        }
        if (!methods.contains(request.method())) {
            return notAllowed(methods, reception, language);
        }
        if (needsVersion(request)) {
            return refused(Problem.at(ProblemCode.IF_MATCH_MISSING, "If-Match"), reception, language);
        }
        Inbound inbound = inbound(request, language.door(), HttpPaths.operation(path), peer);
        return HttpPaths.isQuestion(request.method(), path)
                ? reception.read(new DeskCall.Read(inbound.operation(), inbound))
                : HttpAnswers.received(reception.receive(inbound), language);
    }

    private static Answer refused(Problem problem, Reception reception, HttpLanguage language) {
        return HttpAnswers.refused(problem, reception.refuse(language.door(), problem), language);
    }

    private static Answer notAllowed(Set<String> methods, Reception reception, HttpLanguage language) {
        String allowed = String.join(", ", methods.stream().sorted().toList());
        Answer answer = refused(Problem.of(ProblemCode.METHOD_UNSUPPORTED).expected(allowed), reception, language);
        return new Answer(answer.status(), answer.mediaType(), answer.body(), Map.of("Allow", allowed));
    }

    private static boolean needsVersion(Asked.Request request) {
        boolean changes = request.method().equals("PUT") || request.method().equals("PATCH");
        return changes && !request.headers().contains("If-Match");
    }

    private static Inbound inbound(Asked.Request request, String door, String operation, Peer peer) {
        HttpHeaders headers = request.headers();
        MediaType type = MediaType.read(headers.get("Content-Type", ""));
        Map<String, String> passed = new LinkedHashMap<>();
        passed.put("Method", request.method());
        passed.put("Query", HttpPaths.queryOf(request.uri()));
        PASSED.forEach(name -> first(headers, name).ifPresent(value -> passed.put(name, value)));
        return new Inbound(
                door,
                operation,
                type.name(),
                type.charset(),
                request.body(),
                peer.address(),
                peer.certificates(),
                new Seals(HopSeal.of(headers, request.body()), Optional.empty(), HopSeal.request(request)),
                first(headers, "If-Match"),
                Map.copyOf(passed));
    }

    private static Optional<String> first(HttpHeaders headers, String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
