package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.crypto.impl.ECDSA;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.jades.HTTPHeaderDigest;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.seal.SealVerifier.Sealed;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Payload signing of the API Design Rules, made and checked by us, by EU DSS, by node's jose and by OpenSSL. */
class HeaderProfileTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final byte[] BODY = "{\"naam\":\"J. Śmits\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "{\"naam\":\"J. Smits\"}".getBytes(StandardCharsets.UTF_8);

    private static final IssuedKey ROOT = Workshop.authority("other root").make();

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private IssuedKey key;
    private SealVerifier verifier;

    @BeforeEach
    void makeAKey() {
        authority = CertificateAuthority.createAt(folder.resolve("pki"), CLOCK);
        key = authority.issue(new Subject("schakel", "00000099000000000000"), Usage.SEAL);
        verifier = new SealVerifier(TrustAnchors.of(List.of(authority.root()), CLOCK));
    }

    @Test
    void weTakeOurOwn() {
        Sealed seal = value(verify(BODY, ours(BODY)));
        assertThat(seal.form()).isEqualTo(SealForm.ADR);
        assertThat(seal.signer().oin()).isEqualTo("00000099000000000000");
        assertThat(seal.signedAt()).isEqualTo(Workshop.NOW);
        assertThat(SealedBy.check(TrustAnchors.of(List.of(authority.root()), CLOCK), BODY, ours(BODY), Sealer.DOCUMENT)
                        .good())
                .isPresent();
        refused(verify(OTHER, ours(BODY)));
    }

    @Test
    void dssTakesOurs() {
        assertThat(Dss.takes(ours(BODY), digest(BODY))).isTrue();
        assertThat(Dss.takes(ours(BODY), digest(OTHER))).isFalse();
    }

    @Test
    void weTakeWhatDssSignsWithEitherAlgorithm() throws Exception {
        IssuedKey rsa = Workshop.seal().rsa(3072).by(ROOT).make();
        SealVerifier both = new SealVerifier(TrustAnchors.of(List.of(authority.root(), ROOT.certificate()), CLOCK));
        for (IssuedKey signer : List.of(key, rsa)) {
            String jws = Dss.signs(digest(BODY), signer);
            Sealed seal = value(both.verify(BODY, jws, Sealer.DOCUMENT, Workshop.NOW));
            assertThat(seal.form()).isEqualTo(SealForm.ADR);
            assertThat(Dss.takes(jws, digest(BODY))).isTrue();
            refused(both.verify(OTHER, jws, Sealer.DOCUMENT, Workshop.NOW));
            refused(both.verify(BODY, jws, "overdracht-receipt+jws", Workshop.NOW));
        }
    }

    @Test
    void opensslTakesOursAndWhatDssSigned() throws Exception {
        assumeTrue(Outsider.ran("openssl", "version") == 0, "openssl is not here");
        for (String jws : List.of(ours(BODY), Dss.signs(digest(BODY), key))) {
            Files.writeString(folder.resolve("key.pem"), pem(key.certificate()));
            byte[] signature = Base64.getUrlDecoder().decode(jws.substring(jws.indexOf("..") + 2));
            Files.write(folder.resolve("signature"), ECDSA.transcodeSignatureToDER(signature));
            Files.write(folder.resolve("input"), input(jws, BODY));
            assertThat(openssl()).isZero();
            Files.write(folder.resolve("input"), input(jws, OTHER));
            assertThat(openssl()).isNotZero();
        }
    }

    @Test
    void nodeTakesOursAndWhatDssSigned() throws Exception {
        Path jose = jose();
        for (String jws : List.of(ours(BODY), Dss.signs(digest(BODY), key))) {
            assertThat(node(jose, jws, BODY)).isZero();
            assertThat(node(jose, jws, OTHER)).isNotZero();
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNotOfTheProfile() {
        String good = header(ours(BODY));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("another mechanism", good.replace("HttpHeaders", "ObjectIdByURI"));
        bad.put("a further header", good.replace("[\"digest\"]", "[\"digest\",\"host\"]"));
        bad.put("no header", good.replace("[\"digest\"]", "[]"));
        bad.put("another header", good.replace("[\"digest\"]", "[\"host\"]"));
        bad.put("a member more in sigD", good.replace("\"pars\":", "\"hashM\":\"S256\",\"pars\":"));
        bad.put("an encoded payload", good.replace("\"b64\":false", "\"b64\":true"));
        bad.put("b64 as text", good.replace("\"b64\":false", "\"b64\":\"false\""));
        bad.put("crit without b64", good.replace("[\"sigD\",\"b64\"]", "[\"sigD\"]"));
        bad.put("crit twice the same", good.replace("[\"sigD\",\"b64\"]", "[\"sigD\",\"sigD\"]"));
        bad.put("crit with more", good.replace("[\"sigD\",\"b64\"]", "[\"sigD\",\"b64\",\"exp\"]"));
        bad.put("no crit", good.replace(",\"crit\":[\"sigD\",\"b64\"]", ""));
        bad.put("an unknown member", good.replace("{\"alg\"", "{\"exp\":1,\"alg\""));
        bad.put("a key of its own", good.replace("{\"alg\"", "{\"jwk\":{},\"alg\""));
        bad.put("a member twice", good.replace("{\"alg\"", "{\"b64\":false,\"alg\""));
        bad.put("a hidden member", good.replace("\"b64\":false", "\"b\\u00364\":false"));
        bad.put("the type of a receipt", good.replace("\"JOSE\"", "\"overdracht-receipt+jws\""));
        bad.put("another algorithm", good.replace("ES256", "PS256"));
        bad.put("no algorithm", good.replace("ES256", "none"));
        bad.put("no moment", good.replaceAll("\"iat\":\\d+,", ""));
        bad.put("two moments", good.replaceAll("\"iat\":", "\"sigT\":\"2026-11-22T10:00:00Z\",\"iat\":"));
        bad.put("a moment beyond time", good.replaceAll("\"iat\":\\d+", "\"iat\":9223372036854775807"));
        bad.put("another certificate's digest", good.replaceAll("(x5t#S256\":\")..", "$1AA"));
        bad.put(
                "a second digest that differs",
                good.replace("\"x5c\"", "\"x5t#o\":{\"digAlg\":\"S512\",\"digVal\":\"AA\"},\"x5c\""));
        bad.put("no certificate", good.replaceAll("\"x5c\":\\[[^]]*]", "\"x5c\":[]"));
        bad.put("words after the end", good + " {}");
        return bad.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    assertThat(one.getValue()).isNotEqualTo(good);
                    refused(verify(BODY, signed(one.getValue(), BODY)));
                    assertThat(value(verify(BODY, signed(good, BODY))).form()).isEqualTo(SealForm.ADR);
                }));
    }

    @Test
    void whatIsTooOldOrOfTheFutureIsToldSo() {
        String jws = ours(BODY);
        for (Duration other : List.of(Duration.ofDays(31), Duration.ofHours(-1))) {
            Instant now = Workshop.NOW.plus(other);
            SealVerifier then =
                    new SealVerifier(TrustAnchors.of(List.of(authority.root()), Clock.fixed(now, ZoneOffset.UTC)));
            assertThat(then.diagnose(BODY, jws, Sealer.DOCUMENT, now)).isPresent();
        }
    }

    private Step<Sealed> verify(byte[] body, String jws) {
        return verifier.verify(body, jws, Sealer.DOCUMENT, Workshop.NOW);
    }

    private static Sealed value(Step<Sealed> step) {
        return step.fold(seal -> seal, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static void refused(Step<Sealed> step) {
        assertThat(step.<String>fold(seal -> "taken", problem -> problem.code().name()))
                .isEqualTo(ProblemCode.SEAL_INVALID.name());
    }

    private String ours(byte[] body) {
        Delivery delivery = new Delivery(new PartnerId("opvang-demo"), "fhir-out", "m", true, SealForm.ADR);
        return new Sealer(key, CLOCK)
                .seal(OutboundDocument.minted(delivery, "id", "a/b", body, "m"))
                .fold(message -> message.jws().orElseThrow(), problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static String header(String jws) {
        return new String(Base64.getUrlDecoder().decode(jws.substring(0, jws.indexOf('.'))), StandardCharsets.UTF_8);
    }

    /** With our key over any header. */
    private String signed(String header, byte[] body) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(key.key());
            signer.update(input(encoded + "..", body));
            return encoded + ".." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Written apart from our own code: RFC 7797 and ETSI TS 119 182-1 clause 5.2.8.2. */
    private static byte[] input(String jws, byte[] body) {
        try {
            byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(body);
            return (jws.substring(0, jws.indexOf('.')) + ".digest: SHA-256="
                            + Base64.getEncoder().encodeToString(hash))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<DSSDocument> digest(byte[] body) {
        return List.of(new HTTPHeaderDigest(new InMemoryDocument(body), DigestAlgorithm.SHA256));
    }

    private static String pem(X509Certificate certificate) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(certificate.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private int openssl() throws Exception {
        return Outsider.ran(
                "openssl", "dgst", "-sha256", "-verify", at("key.pem"), "-signature", at("signature"), at("input"));
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** The folder in which the package jose is installed, here or by npm from its lock. */
    private Path jose() throws Exception {
        assumeTrue(Outsider.ran("npm", "--version") == 0 && Outsider.ran("node", "--version") == 0, "node is not here");
        Path copy = Files.createDirectories(folder.resolve("jose"));
        Files.copy(Path.of("docs/verify/package.json"), copy.resolve("package.json"));
        assumeTrue(
                Outsider.ran("npm", "--prefix", copy.toString(), "install", "--silent") == 0, "npm cannot fetch jose");
        Files.writeString(copy.resolve("take.mjs"), """
                import { flattenedVerify } from 'jose'
                import { createHash, createPublicKey } from 'node:crypto'
                import { readFileSync } from 'node:fs'
                const [jws, body, key] = process.argv.slice(2)
                const [header, , signature] = readFileSync(jws, 'utf8').split('.')
                const digest = createHash('sha256').update(readFileSync(body)).digest('base64')
                await flattenedVerify({ protected: header, payload: 'digest: SHA-256=' + digest, signature },
                  createPublicKey(readFileSync(key)), { algorithms: ['ES256', 'PS256'], crit: { sigD: true, b64: true } })
                """);
        return copy;
    }

    private int node(Path jose, String jws, byte[] body) throws Exception {
        Files.writeString(folder.resolve("jws"), jws);
        Files.write(folder.resolve("body"), body);
        Files.writeString(folder.resolve("key.pem"), pem(key.certificate()));
        return Outsider.ran("node", jose.resolve("take.mjs").toString(), at("jws"), at("body"), at("key.pem"));
    }
}
