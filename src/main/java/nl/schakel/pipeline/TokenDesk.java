package nl.schakel.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.Partner;
import nl.schakel.identity.AccessTokens;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.pipeline.ReadingDesk.Answer;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * The token endpoint (RFC 6749 section 4.4, RFC 8705): a partner is known by the certificate of its connection and gets a
 * token that is good over this certificate alone.
 */
final class TokenDesk {
    static final String OPERATION = "oauth/token";
    static final String METADATA = ".well-known/oauth-authorization-server";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int FORM_BYTES = 4096;

    private final Doorkeeper doorkeeper;
    private final AccessTokens tokens;

    TokenDesk(Doorkeeper doorkeeper, AccessTokens tokens) {
        this.doorkeeper = doorkeeper;
        this.tokens = tokens;
    }

    Answer answer(Inbound inbound) {
        Optional<Map<String, String>> form = form(inbound);
        if (form.isEmpty()) {
            return refused(400, "invalid_request");
        }
        return doorkeeper
                .connectedAs(inbound.certificates())
                .fold(partner -> granted(partner, inbound.certificates().get(0), form.get()), TokenDesk::unknown);
    }

    /** What a client's software needs to know of this endpoint (RFC 8414, RFC 8705 section 3.3); nothing about partners. */
    Answer metadata() {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("issuer", tokens.issuer());
        body.put("token_endpoint", tokens.issuer() + "/" + OPERATION);
        body.putArray("response_types_supported");
        body.putArray("grant_types_supported").add("client_credentials");
        body.putArray("token_endpoint_auth_methods_supported").add("tls_client_auth");
        body.put("tls_client_certificate_bound_access_tokens", true);
        return said(200, body);
    }

    private Answer granted(Partner partner, X509Certificate shown, Map<String, String> form) {
        if (!form.getOrDefault("client_id", partner.id().value())
                .equals(partner.id().value())) {
            return refused(401, "invalid_client");
        }
        if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
            return refused(400, form.containsKey("grant_type") ? "unsupported_grant_type" : "invalid_request");
        }
        if (!form.getOrDefault("resource", tokens.audience()).equals(tokens.audience())) {
            return refused(400, "invalid_target");
        }
        Set<String> scopes = new HashSet<>(
                form.containsKey("scope") ? List.of(form.get("scope").split(" ", -1)) : partner.sends());
        if (scopes.isEmpty() || !partner.sends().containsAll(scopes)) {
            return refused(400, "invalid_scope");
        }
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("access_token", tokens.issue(partner, shown, scopes));
        body.put("token_type", "Bearer");
        body.put("expires_in", AccessTokens.LIFE.toSeconds());
        body.put("scope", String.join(" ", scopes.stream().sorted().toList()));
        return said(200, body);
    }

    /** Each name once, as RFC 6749 section 3.2 wants it. */
    private static Optional<Map<String, String>> form(Inbound inbound) {
        if (!inbound.mediaType().equals(FORM) || inbound.bytes().length > FORM_BYTES) {
            return Optional.empty();
        }
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(inbound.bytes(), StandardCharsets.US_ASCII).split("&", -1)) {
            int is = pair.indexOf('=');
            if (is < 1) {
                return Optional.empty();
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, is), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8);
                if (form.put(name, value) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException broken) {
                return Optional.empty();
            }
        }
        return Optional.of(form);
    }

    private static Answer unknown(Problem problem) {
        return problem.code() == ProblemCode.CERTIFICATE_STATUS_UNKNOWN
                ? refused(503, "temporarily_unavailable")
                : refused(401, "invalid_client");
    }

    private static Answer refused(int status, String error) {
        return said(status, new ObjectMapper().createObjectNode().put("error", error));
    }

    private static Answer said(int status, ObjectNode body) {
        return new Answer(
                status,
                "application/json",
                body.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Pragma", "no-cache"));
    }
}
