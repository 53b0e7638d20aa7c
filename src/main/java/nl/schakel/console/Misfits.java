package nl.schakel.console;

import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Requests that fit no question here: answered from the one catalogue, without a word of what they held. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(basePackageClasses = Misfits.class)
final class Misfits {

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Object> unreadable() {
        return refused(Problem.at(ProblemCode.SYNTAX_BROKEN, "body").expected("JSON with the fields of this question"));
    }

    /** An id that can be no id is the id of nothing. */
    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<Object> noId() {
        return refused(Problem.of(ProblemCode.NOT_FOUND));
    }

    @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
    ResponseEntity<Object> otherMedia() {
        return refused(
                Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Type").expected("application/json"));
    }

    static ResponseEntity<Object> refused(Problem problem) {
        return ProblemAnswers.of(Step.stopped(problem));
    }
}
