package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we seal is checked by code that is not ours: Nimbus and OpenSSL. */
@Guards(Threat.T31)
class ForeignVerifierTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final byte[] PAYLOAD = "{\"naam\":\"J. Śmits\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private Sealer sealer;

    @BeforeEach
    void makeAKey() {
        authority = CertificateAuthority.createAt(folder.resolve("pki"), CLOCK);
        IssuedKey key = authority.issue(new Subject("schakel", "00000099000000000000"), Usage.SEAL);
        sealer = new Sealer(key, CLOCK);
    }

    @Test
    void nimbusTakesOurSeal() throws Exception {
        String jws = sealer.seal(PAYLOAD, Sealer.DOCUMENT, "application/fhir+json");
        JWSObject read = JWSObject.parse(jws, new Payload(PAYLOAD));

        assertThat(read.verify(new ECDSAVerifier(publicKey(read)))).isTrue();
        assertThat(read.getHeader().getType().getType()).isEqualTo("overdracht-document+jws");
        assertThat(read.getHeader().getContentType()).isEqualTo("application/fhir+json");
        assertThat(read.getHeader().getCustomParam("iat")).isEqualTo(Workshop.NOW.getEpochSecond());
        assertThat(read.getHeader().toJSONObject().keySet())
                .containsExactlyInAnyOrder("alg", "typ", "cty", "iat", "x5t#S256", "x5c");
        JWSObject other = JWSObject.parse(jws, new Payload("other"));
        assertThat(other.verify(new ECDSAVerifier(publicKey(other)))).isFalse();
    }

    @Test
    void nimbusTakesOurReceipt() throws Exception {
        ReceiptFacts facts = facts();
        JWSObject read = JWSObject.parse(new ReceiptWriter(sealer).accepted(facts, Optional.empty()));

        assertThat(read.verify(new ECDSAVerifier(publicKey(read)))).isTrue();
        assertThat(read.getHeader().getType().getType()).isEqualTo("overdracht-receipt+jws");
        assertThat(read.getPayload().toJSONObject())
                .containsEntry("stage", "accepted")
                .containsEntry("inbox_id", facts.inboxId().toString())
                .containsEntry("message_id", facts.messageId())
                .containsEntry("bytes_sha256", "ab")
                .containsEntry("seal_sha256", "cd")
                .containsEntry("reference", facts.reference().orElseThrow().text())
                .containsEntry("accepted_at", "2026-11-22T09:59:58.123456Z");
    }

    @Test
    void sealsTheSameBytesTheSameWay() {
        String first = sealer.seal(PAYLOAD, Sealer.DOCUMENT, "a/b");
        assertThat(sealer.seal(PAYLOAD, Sealer.DOCUMENT, "a/b")).isEqualTo(first);
        ReceiptFacts facts = facts();
        assertThat(new ReceiptWriter(sealer).accepted(facts, Optional.empty()))
                .isEqualTo(new ReceiptWriter(sealer).accepted(facts, Optional.empty()));
    }

    @Test
    void sealsOnlyWhatItsChannelCanCarry() {
        assertThat(sealed(true).jws()).isPresent();
        assertThat(sealed(false).jws()).isEmpty();
    }

    @Test
    void opensslTakesOurSeal() throws Exception {
        assumeTrue(openssl("version") == 0, "openssl is not here");
        String jws = sealer.seal(PAYLOAD, Sealer.DOCUMENT, "application/fhir+json");
        String header = jws.substring(0, jws.indexOf('.'));
        byte[] signature = Base64.getUrlDecoder().decode(jws.substring(jws.indexOf("..") + 2));
        JWSObject read = JWSObject.parse(jws, new Payload(PAYLOAD));
        byte[] spki = publicKey(read).getEncoded();
        Files.writeString(folder.resolve("key.pem"), pem("PUBLIC KEY", spki));
        Files.writeString(folder.resolve("input"), header + "." + Base64URL.encode(PAYLOAD));
        Files.write(folder.resolve("signature"), ECDSA.transcodeSignatureToDER(signature));

        assertThat(verifyWithOpenssl()).isZero();
        Files.writeString(folder.resolve("input"), header + "." + Base64URL.encode("other"));
        assertThat(verifyWithOpenssl()).isNotZero();
    }

    @Test
    void opensslTakesTheChainForSigningButNotForTls() throws Exception {
        assumeTrue(openssl("version") == 0, "openssl is not here");
        JWSObject read = JWSObject.parse(sealer.seal(PAYLOAD, Sealer.DOCUMENT, "a/b"), new Payload(PAYLOAD));
        Files.writeString(
                folder.resolve("leaf.pem"), pem("CERTIFICATE", leaf(read).getEncoded()));
        String at = Long.toString(Workshop.NOW.getEpochSecond());
        String ca = folder.resolve("pki/ca").toString();
        String[] verify = {
            "verify",
            "-attime",
            at,
            "-CAfile",
            ca + "/root.crt",
            "-untrusted",
            ca + "/intermediate.crt",
            folder.resolve("leaf.pem").toString()
        };
        assertThat(openssl(verify)).isZero();
        String[] asServer = java.util.Arrays.copyOf(verify, verify.length + 2);
        System.arraycopy(
                new String[] {"-purpose", "sslserver", verify[verify.length - 1]}, 0, asServer, verify.length - 1, 3);
        assertThat(openssl(asServer)).isNotZero();
    }

    private SealedMessage sealed(boolean sealed) {
        Delivery delivery = new Delivery(new PartnerId("opvang-demo"), "fhir-out", "fhir/r4/message-bundle", sealed);
        OutboundDocument document = OutboundDocument.minted(delivery, "id", "a/b", PAYLOAD, "m");
        return ((Step.Next<SealedMessage>) sealer.seal(document)).value();
    }

    private static ReceiptFacts facts() {
        return new ReceiptFacts(
                UUID.fromString("018f0000-0000-7000-8000-000000000001"),
                "ggz-noord",
                "a\"b\\c\u0001é",
                "ab",
                Optional.of("cd"),
                Optional.of(new ReferralReference(2026, 1)),
                Instant.parse("2026-11-22T09:59:58.123456Z"),
                new byte[32]);
    }

    private static ECPublicKey publicKey(JWSObject jws) {
        return (ECPublicKey) leaf(jws).getPublicKey();
    }

    private static X509Certificate leaf(JWSObject jws) {
        return X509CertUtils.parse(jws.getHeader().getX509CertChain().get(0).decode());
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private int verifyWithOpenssl() throws Exception {
        return openssl(
                "dgst",
                "-sha256",
                "-verify",
                folder.resolve("key.pem").toString(),
                "-signature",
                folder.resolve("signature").toString(),
                folder.resolve("input").toString());
    }

    private static int openssl(String... arguments) throws InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add("openssl");
        command.addAll(java.util.List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException notInstalled) {
            return -1;
        }
    }
}
