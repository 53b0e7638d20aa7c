package nl.schakel.console;

import jakarta.servlet.http.HttpServletRequest;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** An address of the API that does not take that method; no controller stands behind it, so it is told apart by its path. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
final class OtherMethods {
    private static final String API = "/api/";

    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    ResponseEntity<Object> otherMethod(HttpServletRequest request, HttpRequestMethodNotSupportedException other)
            throws HttpRequestMethodNotSupportedException {
        if (!request.getRequestURI().startsWith(API)) {
            throw other;
        }
        return Misfits.refused(Problem.of(ProblemCode.METHOD_UNSUPPORTED));
    }
}
