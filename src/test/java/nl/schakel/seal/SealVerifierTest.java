package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.SealVerifier.Sealed;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealVerifierTest {
    private static final Instant NOW = Workshop.NOW;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final byte[] PAYLOAD = "{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey KEY = Workshop.seal().by(ROOT).make();
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final SealVerifier verifier = new SealVerifier(TrustAnchors.of(ROOT.chain(), CLOCK));

    @Test
    void takesBackWhatTheSealerGave() {
        Sealed sealed = accepted(new Sealer(KEY, CLOCK).seal(PAYLOAD, Sealer.DOCUMENT, "application/fhir+json"));
        assertThat(sealed.signer().oin()).isEqualTo(Workshop.OIN);
        assertThat(sealed.signedAt()).isEqualTo(NOW);
        assertThat(sealed.jwsSha256()).matches("[0-9a-f]{64}");
    }

    static Stream<Workshop> kindsOfKey() {
        return Stream.of(
                Workshop.seal(),
                Workshop.seal().rsa(2048),
                Workshop.seal().rsa(3072),
                Workshop.seal().ed25519());
    }

    @ParameterizedTest
    @MethodSource("kindsOfKey")
    void takesEveryAllowedAlgorithmFromAForeignSigner(Workshop order) {
        accepted(Seals.by(order.by(ROOT).make()).over(PAYLOAD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp384r1", "secp521r1"})
    void refusesOtherCurves(String curve) {
        IssuedKey key = Workshop.seal().curve(curve).by(ROOT).make();
        refused(Seals.by(key).over(PAYLOAD), "seal-signature-length", "seal-key-not-allowed");
    }

    @Test
    void tellsASealThatIsMissingFromOneThatIsWrong() {
        assertThat(verifier.verify(PAYLOAD, "", Sealer.DOCUMENT, NOW))
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.SEAL_MISSING)));
        refused(" ", "seal-form-broken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "", "HS256", "RS256", "RS512", "PS384", "ES384", "ES256K", "es256", "ECDH-ES"})
    void refusesEveryOtherAlgorithm(String alg) {
        refused(Seals.by(KEY).set("alg", "\"" + alg + "\"").over(PAYLOAD), "seal-algorithm-not-allowed");
    }

    @Test
    void refusesNoneWithoutASignature() {
        String jws = Seals.by(KEY).set("alg", "\"none\"").over(PAYLOAD);
        refused(jws.substring(0, jws.indexOf("..") + 2), "seal-algorithm-not-allowed");
        String emptied = Seals.by(KEY).over(PAYLOAD);
        refused(emptied.substring(0, emptied.indexOf("..") + 2), "seal-signature-length");
    }

    @Test
    @Guards(Threat.T33)
    void refusesAPublicKeyUsedAsASecret() throws Exception {
        String encoded = Seals.url(Seals.by(KEY).set("alg", "\"HS256\"").json().getBytes(StandardCharsets.US_ASCII));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.certificate().getPublicKey().getEncoded(), "HmacSHA256"));
        byte[] tag = mac.doFinal((encoded + "." + Seals.url(PAYLOAD)).getBytes(StandardCharsets.US_ASCII));
        refused(encoded + ".." + Seals.url(tag), "seal-algorithm-not-allowed");
    }

    @Test
    @Guards(Threat.T33)
    void letsTheKeyDecideTheAlgorithm() {
        IssuedKey rsa = Workshop.seal().rsa(2048).by(ROOT).make();
        refused(Seals.by(KEY).set("alg", "\"EdDSA\"").over(PAYLOAD), "seal-algorithm-not-of-key");
        refused(Seals.by(KEY).set("alg", "\"PS256\"").over(PAYLOAD), "seal-algorithm-not-of-key");
        refused(Seals.by(rsa).set("alg", "\"ES256\"").over(PAYLOAD), "seal-signature-length");
    }

    @Test
    @Guards(Threat.T03)
    void refusesASignatureOfAnotherLength() {
        String jws = Seals.by(KEY).over(PAYLOAD);
        byte[] signature = signature(jws);
        refused(replaced(jws, Arrays.copyOf(signature, 65)), "seal-signature-length");
        refused(replaced(jws, Arrays.copyOf(signature, 63)), "seal-signature-length");
        IssuedKey rsa = Workshop.seal().rsa(2048).by(ROOT).make();
        String pss = Seals.by(rsa).over(PAYLOAD);
        refused(replaced(pss, Arrays.copyOf(signature(pss), 257)), "seal-signature-length");
        byte[] full = new byte[256];
        Arrays.fill(full, (byte) 0xff);
        refused(replaced(pss, full), "seal-signature-wrong");
    }

    /** Every ECDSA signature has a valid twin: no identity may be made of signature bytes; the message id is one. */
    @Test
    @Guards(Threat.T03)
    void takesTheHighSTwinAsTheSameSignersWordAndNothingMore() {
        String jws = Seals.by(KEY).over(PAYLOAD);
        byte[] signature = signature(jws);
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = ORDER.subtract(s).toByteArray();
        byte[] twin = Arrays.copyOf(signature, 64);
        Arrays.fill(twin, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, twin, 64 - length, length);

        Sealed one = accepted(jws);
        Sealed two = accepted(replaced(jws, twin));
        assertThat(two.signer()).isEqualTo(one.signer());
        assertThat(two.jwsSha256()).isNotEqualTo(one.jwsSha256());
    }

    @Test
    void refusesNumbersThatAreNoSignature() {
        String jws = Seals.by(KEY).over(PAYLOAD);
        byte[] order = Arrays.copyOfRange(ORDER.toByteArray(), 1, 33);
        for (byte[] part : List.of(new byte[32], order)) {
            byte[] zeroR = signature(jws);
            System.arraycopy(part, 0, zeroR, 0, 32);
            refused(replaced(jws, zeroR), "seal-signature-wrong");
            byte[] zeroS = signature(jws);
            System.arraycopy(part, 0, zeroS, 32, 32);
            refused(replaced(jws, zeroS), "seal-signature-wrong");
        }
    }

    @Test
    void refusesEverySpellingOfBase64ButOne() {
        String jws = Seals.by(KEY).over(PAYLOAD);
        char last = jws.charAt(jws.length() - 1);
        String unusedBits = jws.substring(0, jws.length() - 1) + (char) (last + 1);
        for (String bad : List.of(unusedBits, jws + "=", jws + "==", jws + "\n", " " + jws, jws + "A")) {
            refused(bad, "seal-encoding-not-canonical", "seal-signature-length");
        }
        refused(jws.replace("..", "."), "seal-form-broken");
        refused(jws.replace("..", "..."), "seal-form-broken");
        refused(jws + ".", "seal-form-broken");
        refused(jws.replace("..", "." + Seals.url(PAYLOAD) + "."), "seal-form-broken");
        refused(jws.replace("..", "\u0660.."), "seal-encoding-not-canonical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "jwk", "jku", "x5u", "kid", "b64", "sigT", "zip", "ALG", "nonce"})
    void refusesMembersThatAreNotOfTheProfile(String member) {
        refused(Seals.by(KEY).set(member, "\"x\"").over(PAYLOAD), "seal-header-member-unknown");
        refused(Seals.by(KEY).set(member, "[\"b64\"]").over(PAYLOAD), "seal-header-member-unknown");
        refused(Seals.by(KEY).set(member, "{}").over(PAYLOAD), "seal-header-member-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alg", "typ", "cty", "iat", "x5t#S256", "x5c"})
    void refusesAHeaderWithAMemberMissingOrTwice(String member) {
        refused(Seals.by(KEY).without(member).over(PAYLOAD), "seal-header-member-missing");
        String json = Seals.by(KEY).json();
        String twice = "{\"" + member + "\":\"x\"," + json.substring(1);
        refused(
                Seals.by(KEY).over(PAYLOAD, twice),
                member.equals("iat") || member.equals("x5c") ? "seal-header-broken" : "seal-header-member-twice");
        refused(
                Seals.by(KEY).over(PAYLOAD, json.replaceFirst("\\{", "{" + memberText(json, member) + ",")),
                "seal-header-member-twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s ", " %s", "%s",
            })
    void takesBlanksAroundTheHeader(String form) {
        accepted(Seals.by(KEY).over(PAYLOAD, form.formatted(Seals.by(KEY).json())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s}", "%s{}", "[%s]", "%s,", "\u00ef\u00bb\u00bf%s", "%s\u0000", "\u00a0%s", "", "null", "{}"})
    void refusesWhateverStandsAroundTheHeader(String form) {
        refused(
                Seals.by(KEY).over(PAYLOAD, form.formatted(Seals.by(KEY).json())),
                "seal-header-broken",
                "seal-form-broken");
    }

    @Test
    void refusesEscapesThatHideAName() {
        String json = Seals.by(KEY).json();
        refused(Seals.by(KEY).over(PAYLOAD, json.replace("\"typ\"", "\"t\\u0079p\"")), "seal-header-broken");
        refused(Seals.by(KEY).over(PAYLOAD, json.replace("\"ES256\"", "\"\\u0045S256\"")), "seal-header-broken");
        accepted(Seals.by(KEY).over(PAYLOAD, json.replace("/", "\\/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1e9", "01763000000", "\"1763000000\"", "null", "99999999999", "", "true"})
    void refusesATimeThatIsNoWholeNumberOfSeconds(String iat) {
        refused(Seals.by(KEY).set("iat", iat).over(PAYLOAD), "seal-header-broken");
    }

    @Test
    @Guards(Threat.T34)
    void refusesAnotherType() {
        for (String typ : List.of("JWT", "overdracht-receipt+jws", "application/overdracht-document+jws", "")) {
            refused(Seals.by(KEY).set("typ", "\"" + typ + "\"").over(PAYLOAD), "seal-type-wrong");
        }
        assertThat(verifier.diagnose(PAYLOAD, Seals.by(KEY).over(PAYLOAD), ReceiptWriter.RECEIPT, NOW))
                .hasValue("seal-type-wrong");
    }

    @Test
    void refusesChainsThatAreTooLongBrokenOrOfNobodyWeKnow() throws Exception {
        refused(Seals.by(Workshop.seal().by(Workshop.chainOf(5)).make()).over(PAYLOAD), "seal-too-large");
        refused(
                Seals.by(Workshop.seal().by(Workshop.authority("root").make()).make())
                        .over(PAYLOAD),
                "certificate-path-broken");
        refused(Seals.by(KEY).set("x5c", "[]").over(PAYLOAD), "seal-header-broken");
        refused(Seals.by(KEY).set("x5c", "[\"\"]").over(PAYLOAD), "seal-chain-unreadable");
        refused(Seals.by(KEY).set("x5c", "[[\"AAAA\"]]").over(PAYLOAD), "seal-header-broken");
        byte[] der = KEY.certificate().getEncoded();
        String trailing = Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length + 1));
        refused(Seals.by(KEY).set("x5c", "[\"" + trailing + "\"]").over(PAYLOAD), "seal-chain-unreadable");
    }

    @Test
    void refusesTheThumbprintOfAnotherCertificate() {
        refused(
                Seals.by(KEY)
                        .set("x5t#S256", "\"" + Seals.url(new byte[32]) + "\"")
                        .over(PAYLOAD),
                "seal-thumbprint-differs");
    }

    @Test
    void refusesTheChainOfSomebodyElse() {
        IssuedKey other = Workshop.seal().by(ROOT).make();
        List<X509Certificate> theirs = other.chain();
        refused(Seals.by(new IssuedKey(KEY.key(), theirs)).over(PAYLOAD), "seal-signature-wrong");
    }

    @Test
    @Guards(Threat.T34)
    void refusesCertificatesThatMayNotSeal() {
        IssuedKey expired = Workshop.seal()
                .by(ROOT)
                .valid(NOW.minusSeconds(60), NOW.minusSeconds(1))
                .make();
        refused(Seals.by(expired).over(PAYLOAD), "certificate-expired");
        refused(Seals.by(Workshop.tls().by(ROOT).make()).over(PAYLOAD), "certificate-usage-unfit");
        refused(Seals.by(Workshop.seal().rsa(1024).by(ROOT).make()).over(PAYLOAD), "certificate-too-weak");
    }

    @Test
    @Guards(Threat.T35)
    void refusesOversizeAtOnce() {
        String wide = Seals.by(KEY)
                .set("cty", "\"" + "a".repeat(Limits.SEAL_HEADER_BYTES) + "\"")
                .over(PAYLOAD);
        refused(wide, "seal-too-large");
        refused("A".repeat(10_000_000) + "..A", "seal-too-large");
        String deep = Seals.by(KEY).set("cty", "[".repeat(50_000)).over(PAYLOAD);
        refused(deep, "seal-header-broken");
        assertThat(verifier.diagnose(
                        new byte[Limits.MESSAGE_BYTES + 1], Seals.by(KEY).over(PAYLOAD), Sealer.DOCUMENT, NOW))
                .hasValue("seal-too-large");
    }

    @Test
    @Guards(Threat.T27)
    void takesASealOnlyInItsTime() {
        String jws = Seals.by(KEY).over(PAYLOAD);
        assertThat(verifier.diagnose(PAYLOAD, jws, Sealer.DOCUMENT, NOW.minus(Limits.CLOCK_SKEW)))
                .isEmpty();
        Instant early = NOW.minus(Limits.CLOCK_SKEW).minusSeconds(1);
        assertThat(verifier.diagnose(PAYLOAD, jws, Sealer.DOCUMENT, early)).hasValue("seal-in-the-future");
        assertThat(verifier.verify(PAYLOAD, jws, Sealer.DOCUMENT, early))
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.MESSAGE_EXPIRED)));
    }

    @Test
    @Guards(Threat.T02)
    void refusesASealOfLongAgo() {
        long oldest = NOW.minus(Limits.SIGNATURE_LIFE).getEpochSecond();
        accepted(Seals.by(KEY).set("iat", Long.toString(oldest)).over(PAYLOAD));
        String old = Seals.by(KEY).set("iat", Long.toString(oldest - 1)).over(PAYLOAD);
        assertThat(verifier.diagnose(PAYLOAD, old, Sealer.DOCUMENT, NOW)).hasValue("seal-too-old");
    }

    @Test
    @Guards(Threat.T22)
    void saysNothingOfTheTimeToSomebodyWhoDidNotSign() {
        String jws = Seals.by(KEY).set("iat", "1").over(PAYLOAD);
        byte[] wrong = signature(jws);
        wrong[40] ^= 1;
        refused(replaced(jws, wrong), "seal-signature-wrong");
    }

    /** Every bit for one kind of key, one bit of every byte for the others. */
    static Stream<Arguments> kindsAndStrides() {
        return Stream.of(
                Arguments.of(Workshop.seal(), 1),
                Arguments.of(Workshop.seal().rsa(2048), 9),
                Arguments.of(Workshop.seal().ed25519(), 9));
    }

    @ParameterizedTest
    @MethodSource("kindsAndStrides")
    void refusesEveryBitThatIsFlipped(Workshop order, int stride) {
        String jws = Seals.by(order.by(ROOT).make()).over(PAYLOAD);
        accepted(jws);
        for (int bit = 0; bit < PAYLOAD.length * 8; bit++) {
            byte[] flipped = PAYLOAD.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertStopped(flipped, jws);
        }
        byte[] text = jws.getBytes(StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < text.length * 8; bit += stride) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertStopped(PAYLOAD, new String(flipped, StandardCharsets.ISO_8859_1));
        }
    }

    /** Every bit of an unsigned stranger's certificate, also those that only a later check decodes. */
    @ParameterizedTest
    @MethodSource("kindsAndStrides")
    void refusesEveryBitFlippedInTheCertificateItself(Workshop order, int stride) throws Exception {
        IssuedKey key = order.by(ROOT).make();
        byte[] der = key.certificate().getEncoded();
        String ours = Seals.by(key).json();
        String x5c = Base64.getEncoder().encodeToString(der);
        String thumbprint = Seals.url(SigningInput.sha256(der));
        for (int bit = 0; bit < der.length * 8; bit += stride) {
            byte[] flipped = der.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String header = ours.replace(x5c, Base64.getEncoder().encodeToString(flipped))
                    .replace(thumbprint, Seals.url(SigningInput.sha256(flipped)));
            String encoded = Seals.url(header.getBytes(StandardCharsets.US_ASCII));
            assertThat(verifier.diagnose(PAYLOAD, encoded + ".." + Seals.url(new byte[64]), Sealer.DOCUMENT, NOW))
                    .as("bit %d", bit)
                    .isPresent();
        }
    }

    @Test
    void refusesAnotherPayload() {
        String jws = Seals.by(KEY).over(PAYLOAD);
        assertStopped(new byte[0], jws);
        assertStopped(Arrays.copyOf(PAYLOAD, PAYLOAD.length + 1), jws);
        accepted(Seals.by(KEY).over(new byte[0]), new byte[0]);
    }

    private Sealed accepted(String jws) {
        return accepted(jws, PAYLOAD);
    }

    private Sealed accepted(String jws, byte[] payload) {
        assertThat(verifier.diagnose(payload, jws, Sealer.DOCUMENT, NOW)).isEmpty();
        return ((Step.Next<Sealed>) verifier.verify(payload, jws, Sealer.DOCUMENT, NOW)).value();
    }

    private void refused(String jws, String... causes) {
        assertThat(verifier.diagnose(PAYLOAD, jws, Sealer.DOCUMENT, NOW).orElse("accepted"))
                .isIn((Object[]) causes);
        assertThat(verifier.verify(PAYLOAD, jws, Sealer.DOCUMENT, NOW))
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.SEAL_INVALID)));
    }

    private void assertStopped(byte[] payload, String jws) {
        assertThat(verifier.diagnose(payload, jws, Sealer.DOCUMENT, NOW)).isPresent();
    }

    private static byte[] signature(String jws) {
        return Base64.getUrlDecoder().decode(jws.substring(jws.indexOf("..") + 2));
    }

    private static String replaced(String jws, byte[] signature) {
        return jws.substring(0, jws.indexOf("..") + 2) + Seals.url(signature);
    }

    private static String memberText(String json, String member) {
        int start = json.indexOf("\"" + member + "\":");
        int end = member.equals("x5c") ? json.indexOf(']', start) + 1 : json.indexOf(",\"", start);
        return json.substring(start, end);
    }
}
