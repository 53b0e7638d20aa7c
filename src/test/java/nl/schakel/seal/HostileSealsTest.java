package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own set of hostile seals, by name: none may be taken, all are refused fast and with the same words. */
@Guards({Threat.T01, Threat.T22, Threat.T33, Threat.T34, Threat.T35})
class HostileSealsTest {
    private static final Instant NOW = Workshop.NOW;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final byte[] PAYLOAD = "{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey KEY = Workshop.seal().by(ROOT).make();
    private static final IssuedKey RSA = Workshop.seal().rsa(2048).by(ROOT).make();
    private static final IssuedKey ED = Workshop.seal().ed25519().by(ROOT).make();

    private final Map<String, String> hostile = new LinkedHashMap<>();

    @Test
    void takesNoneOfThem(@TempDir java.nio.file.Path pki) throws Exception {
        algorithms();
        shapes();
        signatures();
        headers();
        chains();
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        IssuedKey revoked = authority.issue(new Subject("ggz", Workshop.OIN), Usage.SEAL);
        authority.revoke(revoked.certificate().getSerialNumber());
        hostile.put("revoked", Seals.by(revoked).over(PAYLOAD));
        hostile.put(
                "checkpoint typ",
                Seals.by(KEY).set("typ", "\"overdracht-checkpoint+jws\"").over(PAYLOAD));
        purposes();
        TrustAnchors anchors = TrustAnchors.of(List.of(ROOT.certificate(), authority.root()), CLOCK);
        anchors.renewCrls(authority.crls());
        SealVerifier strict = new SealVerifier(anchors);
        SealVerifier plain = new SealVerifier(TrustAnchors.of(ROOT.chain(), CLOCK));
        assertThat(plain.diagnose(PAYLOAD, Seals.by(KEY).over(PAYLOAD), Sealer.DOCUMENT, NOW))
                .as("the good one is taken")
                .isEmpty();

        hostile.forEach((name, jws) -> {
            SealVerifier verifier = name.equals("revoked") ? strict : plain;
            long begin = System.nanoTime();
            Step<SealVerifier.Sealed> step = verifier.verify(PAYLOAD, jws, Sealer.DOCUMENT, NOW);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(step)
                    .as(name)
                    .isIn(
                            Step.stopped(Problem.of(ProblemCode.SEAL_INVALID)),
                            Step.stopped(Problem.of(ProblemCode.MESSAGE_EXPIRED)),
                            Step.stopped(Problem.of(ProblemCode.SEAL_MISSING)));
            assertThat(took).as(name).isLessThan(Duration.ofSeconds(2));
        });
        assertThat(hostile).hasSizeGreaterThanOrEqualTo(60);
        assertThat(strict.diagnose(PAYLOAD, hostile.get("revoked"), Sealer.DOCUMENT, NOW))
                .hasValue("certificate-revoked");
    }

    private void algorithms() throws Exception {
        for (String alg : List.of(
                "none", "NONE", "nOnE", "HS256", "HS512", "RS256", "RS512", "PS384", "PS512", "ES384", "ES512",
                "ES256K", "EdDSA", "PS256", "Ed25519", "ECDH-ES", "ES256 ", "es256", "")) {
            hostile.put(
                    "EC key with alg " + alg,
                    Seals.by(KEY).set("alg", "\"" + alg + "\"").over(PAYLOAD));
        }
        hostile.put(
                "RSA key with alg ES256", Seals.by(RSA).set("alg", "\"ES256\"").over(PAYLOAD));
        hostile.put(
                "RSA key with alg EdDSA", Seals.by(RSA).set("alg", "\"EdDSA\"").over(PAYLOAD));
        hostile.put(
                "Ed25519 key with alg ES256",
                Seals.by(ED).set("alg", "\"ES256\"").over(PAYLOAD));
        String encoded = Seals.url(Seals.by(KEY).set("alg", "\"HS256\"").json().getBytes(StandardCharsets.US_ASCII));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.certificate().getPublicKey().getEncoded(), "HmacSHA256"));
        byte[] tag = mac.doFinal((encoded + "." + Seals.url(PAYLOAD)).getBytes(StandardCharsets.US_ASCII));
        hostile.put("public key as HMAC secret", encoded + ".." + Seals.url(tag));
        hostile.put(
                "none without signature",
                stripped(Seals.by(KEY).set("alg", "\"none\"").over(PAYLOAD)));
    }

    private void shapes() {
        String good = Seals.by(KEY).over(PAYLOAD);
        hostile.put("no signature", stripped(good));
        hostile.put("truncated", good.substring(0, good.length() / 2));
        hostile.put("truncated by one", good.substring(0, good.length() - 1));
        hostile.put("trailing character", good + "A");
        hostile.put("trailing newline", good + "\n");
        hostile.put("trailing dot", good + ".");
        hostile.put("leading blank", " " + good);
        hostile.put("padding", good + "==");
        hostile.put("one dot", good.replace("..", "."));
        hostile.put("three dots", good.replace("..", "..."));
        hostile.put("attached payload", good.replace("..", "." + Seals.url(PAYLOAD) + "."));
        hostile.put("plain base64", good.replace('-', '+').replace('_', '/') + "+");
        hostile.put("two seals", good + "," + good);
        hostile.put("JSON serialisation", "{\"protected\":\"" + good.substring(0, good.indexOf('.')) + "\"}");
        hostile.put("a megabyte", "A".repeat(1 << 20) + ".." + "A".repeat(86));
        hostile.put("empty header", ".." + Seals.url(new byte[64]));
        hostile.put("only dots", "..");
    }

    private void signatures() {
        String good = Seals.by(KEY).over(PAYLOAD);
        byte[] signature = Base64.getUrlDecoder().decode(good.substring(good.indexOf("..") + 2));
        hostile.put("zero signature", with(good, new byte[64]));
        hostile.put("trailing zero byte", with(good, Arrays.copyOf(signature, 65)));
        hostile.put("short by a byte", with(good, Arrays.copyOf(signature, 63)));
        hostile.put("DER instead of r and s", with(good, der(signature)));
        byte[] swapped = new byte[64];
        System.arraycopy(signature, 32, swapped, 0, 32);
        System.arraycopy(signature, 0, swapped, 32, 32);
        hostile.put("r and s exchanged", with(good, swapped));
        hostile.put(
                "r and s of another message",
                with(good, signatureOf(Seals.by(KEY).over(new byte[] {1}))));
        byte[] all = new byte[64];
        Arrays.fill(all, (byte) 0xff);
        hostile.put("r and s beyond the order", with(good, all));
        String pss = Seals.by(RSA).over(PAYLOAD);
        hostile.put("PSS with a byte more", with(pss, Arrays.copyOf(signatureOf(pss), 257)));
        hostile.put("PSS of zeros", with(pss, new byte[256]));
        hostile.put("Ed25519 with a byte more", with(Seals.by(ED).over(PAYLOAD), Arrays.copyOf(signature, 65)));
        hostile.put("of another payload", Seals.by(KEY).over(new byte[0]));
    }

    private void headers() {
        for (String member : List.of("crit", "jwk", "jku", "x5u", "kid", "b64", "sigD", "zip")) {
            hostile.put(
                    "with " + member,
                    Seals.by(KEY).set(member, "\"http://127.0.0.1:1/\"").over(PAYLOAD));
        }
        for (String member : List.of("alg", "typ", "cty", "iat", "x5t#S256", "x5c")) {
            hostile.put("without " + member, Seals.by(KEY).without(member).over(PAYLOAD));
        }
        String json = Seals.by(KEY).json();
        hostile.put("alg twice", Seals.by(KEY).over(PAYLOAD, "{\"alg\":\"none\"," + json.substring(1)));
        hostile.put("hidden name", Seals.by(KEY).over(PAYLOAD, json.replace("\"typ\"", "\"t\\u0079p\"")));
        hostile.put("two objects", Seals.by(KEY).over(PAYLOAD, json + json));
        hostile.put("deep", Seals.by(KEY).over(PAYLOAD, "[".repeat(20_000)));
        hostile.put("NUL", Seals.by(KEY).over(PAYLOAD, json + "\u0000"));
        hostile.put(
                "66 kB",
                Seals.by(KEY).set("cty", "\"" + "a".repeat(66_000) + "\"").over(PAYLOAD));
        hostile.put(
                "iat of next year",
                Seals.by(KEY).set("iat", at(NOW.plus(Duration.ofDays(365)))).over(PAYLOAD));
        hostile.put(
                "iat of 31 days ago",
                Seals.by(KEY).set("iat", at(NOW.minus(Duration.ofDays(31)))).over(PAYLOAD));
        hostile.put("iat 1e9", Seals.by(KEY).set("iat", "1e9").over(PAYLOAD));
    }

    private void chains() throws Exception {
        hostile.put("of an authority that nobody trusts", Seals.by(byStranger()).over(PAYLOAD));
        hostile.put("self-signed", Seals.by(Workshop.seal().make()).over(PAYLOAD));
        hostile.put("TLS only", Seals.by(Workshop.tls().by(ROOT).make()).over(PAYLOAD));
        hostile.put(
                "expired",
                Seals.by(Workshop.seal()
                                .by(ROOT)
                                .valid(NOW.minusSeconds(60), NOW.minusSeconds(1))
                                .make())
                        .over(PAYLOAD));
        hostile.put(
                "not yet valid",
                Seals.by(Workshop.seal()
                                .by(ROOT)
                                .valid(NOW.plusSeconds(60), NOW.plusSeconds(600))
                                .make())
                        .over(PAYLOAD));
        hostile.put(
                "RSA of 1024 bits",
                Seals.by(Workshop.seal().rsa(1024).by(ROOT).make()).over(PAYLOAD));
        hostile.put("an authority's own key", Seals.by(ROOT).over(PAYLOAD));
        hostile.put("issued by a leaf", Seals.by(Workshop.seal().by(KEY).make()).over(PAYLOAD));
        List<X509Certificate> theirs = Workshop.seal().by(ROOT).make().chain();
        hostile.put(
                "another organisation's certificate",
                Seals.by(new IssuedKey(KEY.key(), theirs)).over(PAYLOAD));
        String der = Base64.getEncoder().encodeToString(KEY.certificate().getEncoded());
        String thousand = String.join("\",\"", Collections.nCopies(1_000, "AAAA"));
        hostile.put(
                "x5c of 1,000 entries",
                Seals.by(KEY).set("x5c", "[\"" + thousand + "\"]").over(PAYLOAD));
        hostile.put(
                "x5c that nests",
                Seals.by(KEY).set("x5c", "[[\"" + der + "\"]]").over(PAYLOAD));
        hostile.put("x5c that is empty", Seals.by(KEY).set("x5c", "[]").over(PAYLOAD));
        hostile.put("x5c of garbage", Seals.by(KEY).set("x5c", "[\"AAAA\"]").over(PAYLOAD));
        hostile.put(
                "x5c with broken lines",
                Seals.by(KEY).set("x5c", "[\"" + der + "\\n\"]").over(PAYLOAD));
        hostile.put(
                "thumbprint of another",
                Seals.by(KEY)
                        .set("x5t#S256", "\"" + Seals.url(new byte[32]) + "\"")
                        .over(PAYLOAD));
    }

    /** What was signed for one purpose does not serve another. */
    private void purposes() {
        Sealer sealer = new Sealer(KEY, CLOCK);
        String receipt = sealer.compact(PAYLOAD, ReceiptWriter.RECEIPT, "application/json", NOW);
        hostile.put("receipt", receipt);
        hostile.put("receipt, detached", receipt.replaceFirst("\\.[^.]+\\.", ".."));
        hostile.put("inner seal of a part", sealer.seal(PAYLOAD, SealedPart.INNER, "application/json"));
        hostile.put("JWT", Seals.by(KEY).set("typ", "\"JWT\"").over(PAYLOAD));
        hostile.put(
                "typ in capitals",
                Seals.by(KEY).set("typ", "\"OVERDRACHT-DOCUMENT+JWS\"").over(PAYLOAD));
    }

    private static IssuedKey byStranger() {
        return Workshop.seal().by(Workshop.authority("root").make()).make();
    }

    private static String at(Instant instant) {
        return Long.toString(instant.getEpochSecond());
    }

    private static String stripped(String jws) {
        return jws.substring(0, jws.indexOf("..") + 2);
    }

    private static String with(String jws, byte[] signature) {
        return stripped(jws) + Seals.url(signature);
    }

    private static byte[] signatureOf(String jws) {
        return Base64.getUrlDecoder().decode(jws.substring(jws.indexOf("..") + 2));
    }

    private static byte[] der(byte[] rs) {
        byte[] r = new BigInteger(1, Arrays.copyOfRange(rs, 0, 32)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(rs, 32, 64)).toByteArray();
        byte[] der = new byte[6 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (4 + r.length + s.length);
        der[2] = 2;
        der[3] = (byte) r.length;
        System.arraycopy(r, 0, der, 4, r.length);
        der[4 + r.length] = 2;
        der[5 + r.length] = (byte) s.length;
        System.arraycopy(s, 0, der, 6 + r.length, s.length);
        return der;
    }
}
