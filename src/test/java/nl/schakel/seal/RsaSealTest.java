package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an RSA key of our own everything that is sealed is sealed with PS256, and others take it. */
@Guards(Threat.T33)
class RsaSealTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final byte[] BODY =
            ("{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"urn:x\"}],\"naam\":\"J. Śmits\"}")
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER =
            new String(BODY, StandardCharsets.UTF_8).replace("Ś", "S").getBytes(StandardCharsets.UTF_8);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey KEY = Workshop.seal().rsa(3072).by(ROOT).make();
    private static final TrustAnchors ANCHORS = TrustAnchors.of(ROOT.chain(), CLOCK);

    private final Sealer sealer = new Sealer(KEY, CLOCK);
    private final SealVerifier verifier = new SealVerifier(ANCHORS);

    @TempDir
    Path folder;

    @Test
    void everyFormIsSealedWithPs256AndTaken() {
        String own = sealed(SealForm.OVERDRACHT).jws().orElseThrow();
        String adr = sealed(SealForm.ADR).jws().orElseThrow();
        for (String jws : List.of(own, adr)) {
            assertThat(header(jws)).contains("\"alg\":\"PS256\"");
            assertThat(verifier.diagnose(BODY, jws, Sealer.DOCUMENT, Workshop.NOW))
                    .isEmpty();
            assertThat(verifier.diagnose(OTHER, jws, Sealer.DOCUMENT, Workshop.NOW))
                    .hasValue("seal-signature-wrong");
            assertThat(SealedBy.check(ANCHORS, BODY, jws, Sealer.DOCUMENT).good())
                    .isPresent();
        }
        String over = sealer.seal(head());
        assertThat(header(over)).contains("\"alg\":\"PS256\"");
        assertThat(verifier.verifyRequest(head(), BODY, over, Workshop.NOW)).isInstanceOf(Step.Next.class);
        byte[] inside = sealed(SealForm.PROVENANCE).bytes();
        assertThat(verifier.verifyInside(inside, data(inside), Workshop.NOW)).isInstanceOf(Step.Next.class);
    }

    @Test
    void aReceiptIsSealedWithPs256() throws Exception {
        ReceiptFacts facts = new ReceiptFacts(
                UUID.fromString("018f0000-0000-7000-8000-000000000001"),
                "ggz-noord",
                "m-1",
                "ab",
                Optional.empty(),
                Optional.empty(),
                Workshop.NOW,
                new byte[32]);
        String receipt = new ReceiptWriter(sealer).accepted(facts, Optional.empty());
        assertThat(SealedBy.checkCompact(ANCHORS, receipt, ReceiptWriter.RECEIPT)
                        .good())
                .isPresent();
        JWSObject read = JWSObject.parse(receipt);
        assertThat(read.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
        assertThat(read.verify(nimbus())).isTrue();
    }

    @Test
    void nimbusTakesOurs() throws Exception {
        String jws = sealed(SealForm.OVERDRACHT).jws().orElseThrow();
        assertThat(JWSObject.parse(jws, new Payload(BODY)).verify(nimbus())).isTrue();
        assertThat(JWSObject.parse(jws, new Payload(OTHER)).verify(nimbus())).isFalse();
    }

    @Test
    void nodeTakesOursInEveryForm() throws Exception {
        Outsider node = new Outsider(folder).withNode();
        for (SealForm form : List.of(SealForm.OVERDRACHT, SealForm.ADR)) {
            String jws = sealed(form).jws().orElseThrow();
            assertThat(node.takes(form.text(), ROOT.certificate(), BODY, jws)).isTrue();
            assertThat(node.takes(form.text(), ROOT.certificate(), OTHER, jws)).isFalse();
        }
        assertThat(node.takes(
                        "provenance",
                        ROOT.certificate(),
                        sealed(SealForm.PROVENANCE).bytes(),
                        ""))
                .isTrue();
        String lines = "POST /in HTTP/1.1\r\nHost: x\r\nDigest: " + SealForm.digest(BODY) + "\r\n\r\n";
        assertThat(node.takesRequest(ROOT.certificate(), BODY, sealer.seal(head()), lines))
                .isTrue();
    }

    @Test
    void opensslTakesOurs() throws Exception {
        Outsider openssl = new Outsider(folder);
        String[] pss = {
            "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sigopt", "rsa_mgf1_md:sha256"
        };
        String jws = sealed(SealForm.OVERDRACHT).jws().orElseThrow();
        byte[] signature = Outsider.signature(jws);
        assertThat(openssl.opensslTakes(KEY.certificate(), Outsider.input(jws, BODY), signature, pss))
                .isTrue();
        assertThat(openssl.opensslTakes(KEY.certificate(), Outsider.input(jws, OTHER), signature, pss))
                .isFalse();
    }

    @Test
    void aKeyThatIsNotThatOfItsCertificateSealsNothing() {
        IssuedKey other = Workshop.seal().rsa(3072).by(ROOT).make();
        IssuedKey elliptic = Workshop.seal().by(ROOT).make();
        for (IssuedKey wrong : List.of(
                new IssuedKey(other.key(), KEY.chain()),
                new IssuedKey(elliptic.key(), KEY.chain()),
                new IssuedKey(KEY.key(), elliptic.chain()),
                Workshop.seal().rsa(1024).by(ROOT).make())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Sealer(wrong, CLOCK));
        }
    }

    private static RSASSAVerifier nimbus() {
        return new RSASSAVerifier((RSAPublicKey) KEY.certificate().getPublicKey());
    }

    private static RequestHead head() {
        return new RequestHead(
                "POST",
                "/in",
                List.of(new RequestHead.Field("Host", "x"), new RequestHead.Field("Digest", SealForm.digest(BODY))));
    }

    private SealedMessage sealed(SealForm form) {
        Delivery delivery = new Delivery(new PartnerId("opvang-demo"), "fhir-out", "m", true, form);
        return sealer.seal(OutboundDocument.minted(delivery, "id", "application/fhir+json", BODY, "m"))
                .fold(message -> message, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static String header(String jws) {
        return new String(Base64.getUrlDecoder().decode(jws.substring(0, jws.indexOf('.'))), StandardCharsets.UTF_8);
    }

    private static String data(byte[] sealed) {
        String message = new String(sealed, StandardCharsets.UTF_8);
        int from = message.lastIndexOf("\"data\":\"") + 8;
        return message.substring(from, message.indexOf('"', from));
    }
}
