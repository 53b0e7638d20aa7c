package nl.schakel.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets nobody without an operator's token into {@code /api}, and says who it is. */
final class OperatorDoor extends OncePerRequestFilter {
    private final Operators operators;

    OperatorDoor(Operators operators) {
        this.operators = operators;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> authorization = Optional.ofNullable(request.getHeader("Authorization"));
        response.setHeader("Cache-Control", "no-store");
        Optional<String> operator = authorization.flatMap(operators::holder);
        if (operator.isPresent()) {
            request.setAttribute(Operators.ATTRIBUTE, operator.get());
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer");
        ProblemAnswers.write(response, nl.schakel.referral.ProblemCode.OPERATOR_UNKNOWN);
    }
}
