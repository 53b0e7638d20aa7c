package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedPartTest {
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final String SHELTER = "00000099000000005000";
    private static final String MESSAGE = "018f0000-0000-7000-8000-000000000001";
    private static final String ADDRESS = "Schuilplaats 1, Nergensdorp";

    @TempDir
    Path pki;

    private CertificateAuthority authority;
    private IssuedKey ward;
    private IssuedKey shelter;
    private IssuedKey gateway;
    private SealVerifier verifier;

    @BeforeEach
    void makeKeys() {
        authority = CertificateAuthority.createAt(pki, CLOCK);
        ward = authority.issue(new Subject("ggz", Workshop.OIN), Usage.SEAL);
        shelter = authority.issue(new Subject("opvang", SHELTER), Usage.DECRYPT);
        gateway = authority.issue(new Subject("schakel", "00000099000000000000"), Usage.DECRYPT);
        verifier = new SealVerifier(TrustAnchors.of(List.of(authority.root()), CLOCK));
    }

    @Test
    void opensForItsReceiver() {
        SealedPart opened = opened(open(shelter, seal(part(ADDRESS))));
        assertThat(new String(opened.content(), StandardCharsets.UTF_8)).isEqualTo(ADDRESS);
        assertThat(opened.from()).isEqualTo(Workshop.OIN);
        assertThat(opened.name()).isEqualTo("address");
    }

    @Test
    void opensForAnRsaKeyAsWell() {
        IssuedKey rsa = Workshop.seal()
                .rsa(2048)
                .by(ROOT)
                .keyUsage(KeyUsage.keyEncipherment)
                .named("C=NL,CN=x,SERIALNUMBER=" + SHELTER)
                .make();
        String jwe = new PartSealer(new Sealer(ward, CLOCK), CLOCK).seal(part(ADDRESS), rsa.certificate());
        assertThat(opened(open(rsa, jwe)).content()).isEqualTo(ADDRESS.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Guards(Threat.T29)
    void doesNotOpenForTheGatewayThatCarriesItNorShowItsContent() {
        String jwe = seal(part(ADDRESS));
        refused(open(gateway, jwe));
        for (String piece : jwe.split("\\.")) {
            assertThat(new String(java.util.Base64.getUrlDecoder().decode(piece), StandardCharsets.ISO_8859_1))
                    .doesNotContain("Schuilplaats", "Nergensdorp");
        }
        assertThat(part(ADDRESS).toString()).doesNotContain("Schuilplaats");
    }

    @Test
    @Guards(Threat.T21)
    void tellsByItsLengthOnlyOneOfAFewSizes() {
        java.util.Set<Integer> lengths = new java.util.TreeSet<>();
        for (int size = 0; size <= 30_000; size += 1_000) {
            lengths.add(seal(part("x".repeat(size))).length());
        }
        assertThat(lengths).as("4, 16 and 64 kB").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void countsOnlyInTheMessageThatItWasSealedFor() {
        refused(new PartOpener(shelter, verifier, CLOCK).open(seal(part(ADDRESS)), "another-message"));
    }

    /** An honest receiver cannot pass a sender's words on as if they had been meant for somebody else. */
    @Test
    void doesNotCountWhenItsReceiverForwardsItInTheSendersName() throws Exception {
        JWEObject read = JWEObject.parse(seal(part(ADDRESS)));
        read.decrypt(new ECDHDecrypter((ECPrivateKey) shelter.key()));
        IssuedKey third = authority.issue(new Subject("derde", "00000099000000007000"), Usage.DECRYPT);
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .type(new JOSEObjectType(SealedPart.ENVELOPE))
                .contentType(SealedPart.INNER)
                .x509CertSHA256Thumbprint(
                        Base64URL.encode(nl.schakel.trust.Certificates.thumbprint(third.certificate())))
                .customParam("mid", MESSAGE)
                .customParam("from", Workshop.OIN)
                .customParam("to", "00000099000000007000")
                .customParam("part", "address")
                .build();
        JWEObject forwarded = new JWEObject(header, read.getPayload());
        forwarded.encrypt(new ECDHEncrypter((ECPublicKey) third.certificate().getPublicKey()));
        refused(open(third, forwarded.serialize()));
    }

    @Test
    void isOpenedByAForeignLibraryAndOpensWhatOneMade() throws Exception {
        String jwe = seal(part(ADDRESS));
        JWEObject read = JWEObject.parse(jwe);
        read.decrypt(new ECDHDecrypter((ECPrivateKey) shelter.key()));
        Optional<byte[]> inner = Padding.unpad(read.getPayload().toBytes());
        assertThat(inner).isPresent();

        JWEObject made = new JWEObject(
                JWEHeader.parse(read.getHeader().toJSONObject()),
                new Payload(read.getPayload().toBytes()));
        made.encrypt(new ECDHEncrypter((ECPublicKey) shelter.certificate().getPublicKey()));
        assertThat(new String(opened(open(shelter, made.serialize())).content(), StandardCharsets.UTF_8))
                .isEqualTo(ADDRESS);
    }

    @Test
    void isOpenedByAForeignLibraryForRsa() throws Exception {
        IssuedKey rsa = Workshop.seal()
                .rsa(2048)
                .by(ROOT)
                .keyUsage(KeyUsage.keyEncipherment)
                .make();
        JWEObject read =
                JWEObject.parse(new PartSealer(new Sealer(ward, CLOCK), CLOCK).seal(part(ADDRESS), rsa.certificate()));
        read.decrypt(new RSADecrypter(rsa.key()));
        assertThat(Padding.unpad(read.getPayload().toBytes())).isPresent();
    }

    @Test
    void refusesEveryBitThatWasFlipped() {
        String jwe = seal(part(ADDRESS));
        byte[] text = jwe.getBytes(StandardCharsets.US_ASCII);
        int tried = 0;
        for (int i = 0; i < text.length; i += 7) {
            byte[] changed = text.clone();
            changed[i] ^= (byte) (1 << i % 7);
            refused(open(shelter, new String(changed, StandardCharsets.US_ASCII)));
            tried++;
        }
        assertThat(tried).isGreaterThan(300);
    }

    @Test
    void refusesHeadersThatAreNotOfTheProfile() {
        String jwe = seal(part(ADDRESS));
        String header = new String(
                java.util.Base64.getUrlDecoder().decode(jwe.substring(0, jwe.indexOf('.'))), StandardCharsets.US_ASCII);
        List<String> bad = new ArrayList<>(List.of(
                header.replace("ECDH-ES+A256KW", "ECDH-ES"),
                header.replace("ECDH-ES+A256KW", "dir"),
                header.replace("ECDH-ES+A256KW", "RSA1_5"),
                header.replace("A256GCM", "A128CBC-HS256"),
                header.replace("P-256", "P-384"),
                header.replace("overdracht-part+jwe", "JWT"),
                header.replace(SHELTER, "00000099000000007000"),
                header.replace("{\"alg\"", "{\"zip\":\"DEF\",\"alg\""),
                header.replace("{\"alg\"", "{\"crit\":[\"exp\"],\"alg\""),
                header.replace("{\"alg\"", "{\"p2c\":99999999,\"alg\""),
                header.replace("{\"alg\"", "{\"alg\":\"ECDH-ES+A256KW\",\"alg\""),
                header + " x",
                "[]",
                "",
                "{".repeat(5000)));
        for (String other : bad) {
            String encoded = Seals.url(other.getBytes(StandardCharsets.US_ASCII));
            refused(open(shelter, encoded + jwe.substring(jwe.indexOf('.'))));
        }
    }

    /** With points of a small subgroup somebody could ask our private key out of us. */
    @Test
    void refusesAOneTimeKeyThatIsNoPointOfTheCurve() {
        String zero = Seals.url(new byte[32]);
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 1);
        SealedPart.Label label = part(ADDRESS).label();
        for (List<String> point : List.of(
                List.of(zero, zero), List.of(Seals.url(ones), Seals.url(ones)), List.of("", ""), List.of("AA", "AA"))) {
            PartHeader header = new PartHeader(PartHeader.EC, "x", label, point);
            assertThat(ContentKey.unwrap(header, new byte[40], OpeningKey.of(shelter.key())))
                    .isEmpty();
        }
    }

    @Test
    void refusesAKeyThatIsNotStrongEnoughForAnybodysAddress() {
        IssuedKey weak = Workshop.seal().rsa(1024).by(ROOT).make();
        IssuedKey curve = Workshop.seal().curve("secp384r1").by(ROOT).make();
        for (IssuedKey key :
                List.of(weak, curve, Workshop.seal().ed25519().by(ROOT).make())) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                            new PartSealer(new Sealer(ward, CLOCK), CLOCK).seal(part(ADDRESS), key.certificate())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesPaddingThatSaysSomething() {
        byte[] padded = Padding.pad(new byte[] {1, 2, 3});
        assertThat(padded).hasSize(1024);
        assertThat(Padding.unpad(padded))
                .hasValueSatisfying(open -> assertThat(open).containsExactly(1, 2, 3));
        byte[] hidden = padded.clone();
        hidden[1000] = 7;
        byte[] negative = padded.clone();
        negative[0] = -1;
        for (byte[] bad : List.of(hidden, negative, Arrays.copyOf(padded, 4096), new byte[0], new byte[1023])) {
            assertThat(Padding.unpad(bad)).isEmpty();
        }
    }

    private static SealedPart part(String content) {
        return new SealedPart(
                MESSAGE, Workshop.OIN, SHELTER, "address", "text/plain", content.getBytes(StandardCharsets.UTF_8));
    }

    private String seal(SealedPart part) {
        return new PartSealer(new Sealer(ward, CLOCK), CLOCK).seal(part, shelter.certificate());
    }

    private Step<SealedPart> open(IssuedKey key, String jwe) {
        return new PartOpener(key, verifier, CLOCK).open(jwe, MESSAGE);
    }

    private static SealedPart opened(Step<SealedPart> step) {
        assertThat(step).isInstanceOf(Step.Next.class);
        return ((Step.Next<SealedPart>) step).value();
    }

    private static void refused(Step<SealedPart> step) {
        assertThat(step).isEqualTo(Step.stopped(Problem.of(ProblemCode.SEAL_INVALID)));
    }
}
