package nl.schakel.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets nobody without the operator token into {@code /api}. */
final class OperatorDoor extends OncePerRequestFilter {
    private final OperatorToken token;

    OperatorDoor(OperatorToken token) {
        this.token = token;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> authorization = Optional.ofNullable(request.getHeader("Authorization"));
        response.setHeader("Cache-Control", "no-store");
        if (authorization.filter(token::matches).isPresent()) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer");
        ProblemAnswers.write(response, nl.schakel.referral.ProblemCode.OPERATOR_UNKNOWN);
    }
}
