package nl.schakel.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import nl.schakel.directory.Partner;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.TokenSeal;
import nl.schakel.trust.Certificates;

/**
 * Access tokens of ours: for one partner, bound to the certificate of one connection (RFC 8705 section 3), for this gateway
 * alone, for minutes, and for no more kinds of message than were asked for. A token adds no right and replaces no check: who
 * shows one is held to it besides. Safe for use by many threads.
 */
public final class AccessTokens {
    /** Shorter than it takes to notice that a key was stolen; a client asks again without a person. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TokenSeal seal;
    private final String audience;
    private final Clock clock;

    /** @param audience address by which partners know this gateway */
    public AccessTokens(TokenSeal seal, String audience, Clock clock) {
        this.seal = seal;
        this.audience = audience;
        this.clock = clock;
    }

    public String audience() {
        return audience;
    }

    /** Who gives them: the audience without its path, so that metadata stand at one address (RFC 8414 section 3.1). */
    public String issuer() {
        URI address = URI.create(audience);
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    /** Whether this says that it is a token of ours, good or not. */
    static boolean claimsToBeOurs(String token) {
        return TokenSeal.bears(token);
    }

    /** @param scopes kinds of message of the partner's file */
    public String issue(Partner partner, X509Certificate shown, Set<String> scopes) {
        Instant now = clock.instant();
        ObjectNode claims = JSON.createObjectNode();
        claims.put("iss", issuer());
        claims.put("aud", audience);
        claims.put("sub", partner.id().value());
        claims.put("client_id", partner.id().value());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("scope", String.join(" ", new TreeSet<>(scopes)));
        claims.putObject("cnf").put("x5t#S256", thumbprint(shown));
        try {
            return seal.sign(JSON.writeValueAsBytes(claims));
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException(defect);
        }
    }

    /**
     * Whether this token lets this partner send this kind of message over this connection.
     *
     * @return stopped with {@code TOKEN_REFUSED}, or {@code RIGHT_MISSING} for a good token of another scope
     */
    Step<Partner> check(String token, Partner partner, List<X509Certificate> chain, String kind) {
        Optional<JsonNode> claims = seal.open(token).flatMap(AccessTokens::read);
        boolean good = claims.filter(said -> isOf(said, partner, chain) && isInTime(said))
                .isPresent();
        if (!good) {
            return Step.stopped(Problem.of(ProblemCode.TOKEN_REFUSED));
        }
        return List.of(claims.get().path("scope").asText().split(" ", -1)).contains(kind)
                ? Step.next(partner)
                : Step.stopped(Problem.of(ProblemCode.RIGHT_MISSING));
    }

    private boolean isOf(JsonNode said, Partner partner, List<X509Certificate> chain) {
        return said.path("aud").asText().equals(audience)
                && said.path("sub").asText().equals(partner.id().value())
                && !chain.isEmpty()
                && said.path("cnf").path("x5t#S256").asText().equals(thumbprint(chain.get(0)));
    }

    /** Both times are of our own clock; one that jumped back makes no token live longer. */
    private boolean isInTime(JsonNode said) {
        Instant now = clock.instant();
        return now.isBefore(Instant.ofEpochSecond(said.path("exp").asLong()))
                && !now.isBefore(Instant.ofEpochSecond(said.path("iat").asLong()));
    }

    private static Optional<JsonNode> read(byte[] claims) {
        try {
            return Optional.of(JSON.readTree(claims));
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }

    private static String thumbprint(X509Certificate certificate) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Certificates.thumbprint(certificate));
    }
}
