package nl.schakel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.TokenSeal;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.Test;

/** A token is good for one partner over one certificate, for minutes, for what was asked, here. */
@Guards({Threat.T01, Threat.T33})
class AccessTokensTest {
    private static final String HERE = "https://schakel.test/fhir";
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey TLS = Workshop.tls().by(ROOT).make();
    /** Of the same organisation. */
    private static final IssuedKey OTHER_TLS = Workshop.tls().by(ROOT).make();

    private static final Partner SHELTER = partner("opvang-demo", Workshop.OIN);

    private final Hands clock = new Hands();
    private final TokenSeal seal = TokenSeal.make();
    private final AccessTokens tokens = new AccessTokens(seal, HERE, clock);
    private final TrustAnchors anchors = TrustAnchors.of(ROOT.chain(), clock);
    private final Doorkeeper doorkeeper = new Doorkeeper(
            Directory.of(List.of(SHELTER, partner("ggz-noord", "00000099000000001001"))),
            anchors,
            new SealVerifier(anchors),
            new XmlSealVerifier(anchors),
            tokens,
            clock);

    @Test
    void isGoodOverItsCertificateForWhatWasAskedAndNotLonger() {
        String token = tokens.issue(SHELTER, TLS.certificate(), Set.of("Task"));
        assertThat(who("Bearer " + token)).isEqualTo("opvang-demo");
        assertThat(who("bearer " + token)).isEqualTo("opvang-demo");
        assertThat(asked("fhir", "$process-message", TLS, Optional.of("Bearer " + token)))
                .isEqualTo("RIGHT_MISSING");
        assertThat(asked("fhir", "Task", OTHER_TLS, Optional.of("Bearer " + token)))
                .as("another certificate of the same partner")
                .isEqualTo("TOKEN_REFUSED");
        clock.now = clock.now.plus(AccessTokens.LIFE).minusSeconds(1);
        assertThat(who("Bearer " + token)).isEqualTo("opvang-demo");
        clock.now = clock.now.plusSeconds(1);
        assertThat(who("Bearer " + token)).isEqualTo("TOKEN_REFUSED");
        clock.now = clock.now.minus(Duration.ofMinutes(6));
        assertThat(who("Bearer " + token)).as("before it was given").isEqualTo("TOKEN_REFUSED");
    }

    @Test
    void needsNoneWhereNoneIsShownAndReadsNoneWhereItIsSomebodyElses() {
        assertThat(asked("fhir", "Task", TLS, Optional.empty())).isEqualTo("opvang-demo");
        assertThat(asked("json", "notificatie", TLS, Optional.of("Bearer of-the-case-system")))
                .isEqualTo("opvang-demo");
        assertThat(asked("json", "levering", TLS, Optional.of("Bearer of-the-case-system")))
                .isEqualTo("TOKEN_REFUSED");
    }

    /** At the door of notifications the header may be the case system's own; what looks like ours is read. */
    @Test
    void holdsANotificationToATokenOfOurs() {
        String good = tokens.issue(SHELTER, TLS.certificate(), Set.of("notificatie"));
        String task = tokens.issue(SHELTER, TLS.certificate(), Set.of("Task"));
        String last = good.endsWith("A") ? "B" : "A";
        assertThat(notified(good)).isEqualTo("opvang-demo");
        assertThat(notified(task)).isEqualTo("RIGHT_MISSING");
        assertThat(notified(good.substring(0, good.length() - 1) + last)).isEqualTo("TOKEN_REFUSED");
        assertThat(notified(good + ".x")).isEqualTo("TOKEN_REFUSED");
        assertThat(notified(tokens.issue(SHELTER, OTHER_TLS.certificate(), Set.of("notificatie"))))
                .isEqualTo("TOKEN_REFUSED");
        assertThat(notified(new AccessTokens(TokenSeal.make(), HERE, clock)
                        .issue(SHELTER, TLS.certificate(), Set.of("notificatie"))))
                .isEqualTo("TOKEN_REFUSED");
        clock.now = clock.now.plus(AccessTokens.LIFE);
        assertThat(notified(good)).isEqualTo("TOKEN_REFUSED");
        assertThat(notified("eyJhbGciOiJIUzI1NiJ9.e30.c2Vj"))
                .as("of the case system")
                .isEqualTo("opvang-demo");
    }

    private String notified(String token) {
        return asked("json", "notificatie", TLS, Optional.of("Bearer " + token));
    }

    @Test
    void isOfAFormThatOthersRead() throws Exception {
        SignedJWT read = SignedJWT.parse(tokens.issue(SHELTER, TLS.certificate(), Set.of("Task", "$process-message")));
        assertThat(read.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(read.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(read.getJWTClaimsSet().getIssuer()).isEqualTo("https://schakel.test");
        assertThat(read.getJWTClaimsSet().getAudience()).containsExactly(HERE);
        assertThat(read.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("$process-message Task");
        assertThat(read.getJWTClaimsSet().getJSONObjectClaim("cnf")).containsOnlyKeys("x5t#S256");
    }

    @Test
    void refusesWhateverWasNotGivenHereForThis() throws Exception {
        String good = tokens.issue(SHELTER, TLS.certificate(), Set.of("Task"));
        String[] parts = good.split("\\.");
        JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
        Map<String, String> hostile = new LinkedHashMap<>();
        hostile.put("alg none", new PlainJWT(claims).serialize());
        hostile.put("alg none, our signature", url("{\"alg\":\"none\"}") + '.' + parts[1] + '.' + parts[2]);
        hostile.put("alg none, our type", url("{\"typ\":\"at+jwt\",\"alg\":\"none\"}") + '.' + parts[1] + '.');
        SignedJWT mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        mac.sign(new MACSigner(TLS.certificate().getPublicKey().getEncoded()));
        hostile.put("HS256", mac.serialize());
        SignedJWT stranger = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims);
        var key = new ECKeyGenerator(Curve.P_256).generate();
        stranger.sign(new ECDSASigner(key));
        hostile.put("signed by a stranger", stranger.serialize());
        SignedJWT jwk = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(key.toPublicJWK()).build(), claims);
        jwk.sign(new ECDSASigner(key));
        hostile.put("with its key inside", jwk.serialize());
        hostile.put(
                "of another run",
                new AccessTokens(TokenSeal.make(), HERE, clock).issue(SHELTER, TLS.certificate(), Set.of("Task")));
        hostile.put(
                "for another audience",
                new AccessTokens(seal, "https://elsewhere/fhir", clock)
                        .issue(SHELTER, TLS.certificate(), Set.of("Task")));
        hostile.put(
                "of another partner",
                tokens.issue(partner("ggz-noord", "00000099000000001001"), TLS.certificate(), Set.of("Task")));
        hostile.put("over another certificate", tokens.issue(SHELTER, OTHER_TLS.certificate(), Set.of("Task")));
        hostile.put("without cnf", seal.sign(said(good, ",\"cnf\":\\{[^}]*\\}", "")));
        hostile.put("without exp", seal.sign(said(good, "\"exp\":\\d+,", "")));
        hostile.put("no JSON", seal.sign("Task".getBytes(StandardCharsets.UTF_8)));
        hostile.put("more scope", parts[0] + '.' + url(decoded(parts[1]).replace("Task", "Consent")) + '.' + parts[2]);
        hostile.put("no signature", parts[0] + '.' + parts[1] + '.');
        hostile.put("signature short by one", good.substring(0, good.length() - 1));
        hostile.put("signature and more", good + "AA");
        hostile.put("padded", good + "=");
        hostile.put("two parts", parts[0] + '.' + parts[1]);
        hostile.put("four parts", good + ".x");
        hostile.put("five parts", "a.b.c.d.e");
        hostile.put("empty", "");
        hostile.put(
                "another spelling of the header",
                url("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}") + good.substring(parts[0].length()));
        hostile.put("two tokens", good + "," + good);
        hostile.put("a megabyte", good + "A".repeat(1 << 20));
        hostile.forEach(
                (name, token) -> assertThat(who("Bearer " + token)).as(name).isEqualTo("TOKEN_REFUSED"));
        assertThat(who("Basic b3B2YW5n")).isEqualTo("TOKEN_REFUSED");
        assertThat(who(good)).as("without its scheme").isEqualTo("TOKEN_REFUSED");
        assertThat(who("Bearer " + good)).as("the good one").isEqualTo("opvang-demo");
    }

    @Test
    void refusesEveryBitThatIsFlipped() {
        byte[] good = tokens.issue(SHELTER, TLS.certificate(), Set.of("Task")).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= 1;
            assertThat(who("Bearer " + new String(flipped, StandardCharsets.ISO_8859_1)))
                    .as("byte " + i)
                    .isEqualTo("TOKEN_REFUSED");
        }
    }

    private static byte[] said(String token, String pattern, String instead) {
        String claims = decoded(token.split("\\.")[1]);
        String changed = claims.replaceFirst(pattern, instead);
        assertThat(changed).isNotEqualTo(claims);
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String who(String authorization) {
        return asked("fhir", "Task", TLS, Optional.of(authorization));
    }

    private String asked(String door, String kind, IssuedKey shown, Optional<String> authorization) {
        byte[] bytes = {};
        return doorkeeper
                .identify(new Claims(
                        door,
                        "10.0.0.9",
                        shown.chain(),
                        Seals.NONE,
                        bytes,
                        Optional.of("opvang-demo"),
                        kind,
                        Optional.empty(),
                        authorization))
                .fold(
                        sender -> sender.partner().id().value(),
                        problem -> problem.code().name());
    }

    private static Partner partner(String id, String oin) {
        return new Partner(
                new PartnerId(id),
                "Opvang",
                Role.MO,
                Optional.of(oin),
                Set.of(),
                Map.of(),
                Set.of("Task", "$process-message", "notificatie", "levering"),
                Set.of(),
                List.of(new ChannelUse("fhir-in", "fhir-rest-in", Map.of(), true)),
                Map.of(),
                "A",
                List.of(),
                "");
    }

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private Instant now = Workshop.NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
