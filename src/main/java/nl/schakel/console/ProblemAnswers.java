package nl.schakel.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Problems as RFC 9457 {@code application/problem+json}, made from the one catalogue. */
final class ProblemAnswers {
    private ProblemAnswers() {}

    static ResponseEntity<Object> of(ProblemCode code) {
        return ResponseEntity.status(code.httpStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body(code));
    }

    /** With what was found instead of what is to be done in general; the text names files and lines, never a person. */
    static ResponseEntity<Object> of(ProblemCode code, String found) {
        Map<String, Object> body = body(code);
        body.put("detail", found);
        return ResponseEntity.status(code.httpStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    /** What the hall answered: its document, or the problem with its place and what is expected there. */
    static ResponseEntity<Object> of(Step<Json.Obj> step) {
        return step.fold(ProblemAnswers::ok, ProblemAnswers::of);
    }

    static ResponseEntity<Object> ok(Json.Obj document) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document.utf8());
    }

    private static ResponseEntity<Object> of(Problem problem) {
        Map<String, Object> body = body(problem.code());
        problem.place().ifPresent(place -> body.put("place", place));
        problem.expected().ifPresent(expected -> body.put("expected", expected));
        return ResponseEntity.status(problem.code().httpStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    static void write(HttpServletResponse response, ProblemCode code) throws IOException {
        response.setStatus(code.httpStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write("{\"type\":\"/docs/errors#%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}"
                        .formatted(code.id(), code.english(), code.httpStatus(), code.id(), code.remedy()));
    }

    private static Map<String, Object> body(ProblemCode code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/docs/errors#" + code.id());
        body.put("title", code.english());
        body.put("titel", code.dutch());
        body.put("status", code.httpStatus());
        body.put("code", code.id());
        body.put("detail", code.remedy());
        body.put("oplossing", code.dutchRemedy());
        return body;
    }
}
