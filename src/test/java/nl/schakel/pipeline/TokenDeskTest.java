package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.identity.AccessTokens;
import nl.schakel.identity.Claims;
import nl.schakel.identity.Doorkeeper;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token endpoint: whom it gives what, and in which words it refuses. */
@Guards(Threat.T01)
class TokenDeskTest {
    private static final String HERE = "https://schakel.test/fhir";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey TLS = Workshop.tls().by(ROOT).make();

    private static final Partner SHELTER = new Partner(
            new PartnerId("opvang-demo"),
            "Opvang",
            Role.MO,
            Optional.of(Workshop.OIN),
            Set.of(),
            Map.of(),
            Set.of("Task", "$process-message"),
            Set.of(),
            List.of(),
            Map.of(),
            "A",
            List.of(),
            "");

    private final TrustAnchors anchors = TrustAnchors.of(ROOT.chain(), CLOCK);
    private final AccessTokens tokens = new AccessTokens(TokenSeal.make(), HERE, CLOCK);
    private final Doorkeeper doorkeeper = new Doorkeeper(
            Directory.of(List.of(SHELTER)),
            anchors,
            new SealVerifier(anchors),
            new XmlSealVerifier(anchors),
            tokens,
            CLOCK);
    private final TokenDesk desk = new TokenDesk(doorkeeper, tokens);

    @Test
    void givesATokenThatTheDoorkeeperTakes() throws IOException {
        ReadingDesk.Answer answer = desk.answer(asked(FORM, "grant_type=client_credentials&scope=Task", TLS.chain()));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode said = new ObjectMapper().readTree(answer.body());
        assertThat(said.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(said.path("expires_in").asInt()).isEqualTo(300);
        assertThat(said.path("scope").asText()).isEqualTo("Task");
        Claims task = new Claims(
                "fhir",
                "",
                TLS.chain(),
                Seals.NONE,
                new byte[0],
                Optional.empty(),
                "Task",
                Optional.empty(),
                Optional.of("Bearer " + said.path("access_token").asText()));
        String who = doorkeeper
                .identify(task)
                .fold(
                        sender -> sender.partner().id().value(),
                        problem -> problem.code().name());
        assertThat(who).isEqualTo("opvang-demo");
    }

    /** RFC 8414 section 2: the issuer is where the metadata are found, and https. */
    @Test
    void saysWhereAndHowTokensAreGiven() throws IOException {
        ReadingDesk.Answer answer = desk.metadata();
        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(new ObjectMapper().readTree(answer.body())).isEqualTo(new ObjectMapper().readTree("""
                {"issuer": "https://schakel.test", "token_endpoint": "https://schakel.test/oauth/token",
                 "response_types_supported": [], "grant_types_supported": ["client_credentials"],
                 "token_endpoint_auth_methods_supported": ["tls_client_auth"],
                 "tls_client_certificate_bound_access_tokens": true}"""));
    }

    @Test
    void givesAllThatThePartnerFileGrantsWhenNothingIsNamed() throws IOException {
        ReadingDesk.Answer answer = desk.answer(asked(
                FORM,
                "grant_type=client_credentials&client_id=opvang-demo&resource=https%3A%2F%2Fschakel.test%2Ffhir",
                TLS.chain()));
        assertThat(new ObjectMapper().readTree(answer.body()).path("scope").asText())
                .isEqualTo("$process-message Task");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    grant_type=password | 400 | unsupported_grant_type
                    scope=Task | 400 | invalid_request
                    '' | 400 | invalid_request
                    grant_type=client_credentials&scope=Consent | 400 | invalid_scope
                    grant_type=client_credentials&scope=Task+Consent | 400 | invalid_scope
                    grant_type=client_credentials&scope= | 400 | invalid_scope
                    grant_type=client_credentials&scope=Task&scope=Task | 400 | invalid_request
                    grant_type=client_credentials&scope=%zz | 400 | invalid_request
                    grant_type=client_credentials&resource=https://elsewhere | 400 | invalid_target
                    grant_type=client_credentials&client_id=ggz-noord | 401 | invalid_client
                    """)
    void refusesInTheWordsOfTheStandard(String form, int status, String error) throws IOException {
        refused(desk.answer(asked(FORM, form, TLS.chain())), status, error);
    }

    @Test
    void refusesWhoShowsNoCertificateOrASealsOrAStrangers() throws IOException {
        String form = "grant_type=client_credentials";
        refused(desk.answer(asked(FORM, form, List.of())), 401, "invalid_client");
        refused(desk.answer(asked(FORM, form, Workshop.seal().by(ROOT).make().chain())), 401, "invalid_client");
        refused(desk.answer(asked(FORM, form, Workshop.tls().make().chain())), 401, "invalid_client");
        IssuedKey unknown = Workshop.tls()
                .named("C=NL,CN=nobody,SERIALNUMBER=00000099000000009999")
                .by(ROOT)
                .make();
        refused(desk.answer(asked(FORM, form, unknown.chain())), 401, "invalid_client");
        refused(desk.answer(asked("application/json", "{}", TLS.chain())), 400, "invalid_request");
        refused(desk.answer(asked(FORM, form + "&x=" + "a".repeat(5000), TLS.chain())), 400, "invalid_request");
    }

    private static void refused(ReadingDesk.Answer answer, int status, String error) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        JsonNode said = new ObjectMapper().readTree(answer.body());
        assertThat(said.size()).isEqualTo(1);
        assertThat(said.path("error").asText()).isEqualTo(error);
    }

    private static Inbound asked(String mediaType, String form, List<X509Certificate> chain) {
        return new Inbound(
                "fhir",
                TokenDesk.OPERATION,
                mediaType,
                Optional.empty(),
                form.getBytes(StandardCharsets.US_ASCII),
                "10.0.0.9",
                chain,
                Seals.NONE,
                Optional.empty(),
                Map.of());
    }
}
