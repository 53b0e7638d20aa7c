package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.nimbusds.jose.crypto.impl.ECDSA;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.seal.SealVerifier.Sealed;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import nl.schakel.trust.Workshop;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Our seal in the Provenance of a FHIR Bundle (ADR 0027), made and checked by us, by node's jose and by OpenSSL. */
@Guards({Threat.T03, Threat.T34})
class EnclosedSealTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final String BUNDLE = "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":["
            + "{\"fullUrl\":\"urn:uuid:018f0000-0000-7000-8000-000000000001\",\"resource\":{\"resourceType\":\"MessageHeader\","
            + "\"eventUri\":\"urn:x\",\"source\":{\"endpoint\":\"urn:y\"}}},"
            + "{\"fullUrl\":\"urn:uuid:018f0000-0000-7000-8000-000000000002\",\"resource\":{\"resourceType\":\"Patient\","
            + "\"name\":[{\"text\":\"J. Śmits \\\"entry\\\":[]\"}]}}],\"timestamp\":\"2026-11-22T10:00:00Z\"}";

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private IssuedKey key;
    private SealVerifier verifier;

    @BeforeEach
    void makeAKey() {
        authority = CertificateAuthority.createAt(folder.resolve("pki"), CLOCK);
        key = authority.issue(new Subject("schakel", "00000099000000000000"), Usage.SEAL);
        verifier = new SealVerifier(TrustAnchors.of(java.util.List.of(authority.root()), CLOCK));
    }

    @Test
    void weTakeOurOwn() {
        byte[] sealed = sealed(BUNDLE);
        Sealed seal = value(verify(sealed));
        assertThat(seal.form()).isEqualTo(SealForm.PROVENANCE);
        assertThat(seal.signer().oin()).isEqualTo("00000099000000000000");
        assertThat(seal.signedAt()).isEqualTo(Workshop.NOW);
        assertThat(sealed(BUNDLE)).isEqualTo(sealed);
    }

    @Test
    void nothingButTheSealIsAdded() {
        String sealed = text(sealed(BUNDLE));
        int added = sealed.indexOf(",{\"fullUrl\"", sealed.indexOf("Śmits"));
        int end = sealed.lastIndexOf("],\"timestamp\"");
        assertThat(sealed.substring(0, added) + sealed.substring(end)).isEqualTo(BUNDLE);
    }

    @Test
    void itIsAProvenanceAboutEveryEntry() {
        Bundle bundle = parsed(sealed(BUNDLE));
        Provenance provenance = (Provenance) bundle.getEntry().get(2).getResource();
        assertThat(provenance.getTarget())
                .extracting(target -> target.getReference())
                .containsExactly(
                        bundle.getEntry().get(0).getFullUrl(),
                        bundle.getEntry().get(1).getFullUrl());
        assertThat(provenance.getSignatureFirstRep().getSigFormat()).isEqualTo("application/jose");
        assertThat(provenance.getSignatureFirstRep().getWho().getIdentifier().getValue())
                .isEqualTo("00000099000000000000");
        assertThat(provenance.getSignatureFirstRep().getWhen().toInstant()).isEqualTo(Workshop.NOW);
        assertThat(bundle.getEntry().get(2).hasRequest()).isFalse();
    }

    @Test
    void aTransactionIsToldToKeepIt() {
        String transaction = BUNDLE.replace("\"message\"", "\"transaction\"");
        Bundle.BundleEntryComponent entry =
                parsed(sealed(transaction)).getEntry().get(2);
        assertThat(entry.getRequest().getMethod()).isEqualTo(Bundle.HTTPVerb.POST);
        assertThat(entry.getRequest().getUrl()).isEqualTo("Provenance");
    }

    @Test
    void whatHasNoPlaceForOneHasItsSealBeside() {
        for (String plain : java.util.List.of(
                "{\"resourceType\":\"Task\",\"entry\":[]}",
                "{\"resourceType\":\"Bundle\",\"entry\":[]}",
                "{\"resourceType\":\"Bundle\"}",
                BUNDLE.replaceFirst("\"fullUrl\"", "\"id\""),
                "no JSON")) {
            SealedMessage message = message(plain);
            assertThat(text(message.bytes())).isEqualTo(plain);
            assertThat(message.jws())
                    .hasValueSatisfying(jws -> assertThat(verifier.diagnose(
                                    plain.getBytes(StandardCharsets.UTF_8), jws, Sealer.DOCUMENT, Workshop.NOW))
                            .isEmpty());
        }
    }

    @Test
    void everyOtherByteIsSealed() {
        byte[] sealed = sealed(BUNDLE);
        String data = data(sealed);
        for (int i = 0; i < sealed.length; i++) {
            byte[] other = sealed.clone();
            other[i] ^= 1;
            assertThat(verifier.verifyInside(other, data, Workshop.NOW))
                    .as("byte %d", i)
                    .isInstanceOf(Step.Stopped.class);
        }
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        byte[] sealed = sealed(BUNDLE);
        String message = text(sealed);
        String data = data(sealed);
        String jws = new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
        Map<String, String[]> bad = new LinkedHashMap<>();
        bad.put("no seal", new String[] {message, ""});
        bad.put("a seal that does not stand there", new String[] {message.replace(data, ""), data});
        bad.put("a seal that stands there twice", new String[] {message.replace("urn:y", data), data});
        bad.put("a seal inside a longer string", new String[] {message.replace(data, data + "AAAA"), data});
        bad.put("a seal with an escape", new String[] {message.replace(data, "\\u005a" + data.substring(1)), data});
        bad.put("a seal moved to another place", new String[] {
            message.replace("\"" + data + "\"", "\"\"").replace("\"urn:y\"", "\"" + data + "\""), data
        });
        bad.put("base64 without its end", inside(message, data, data.replaceAll("=+$", "") + "A"));
        bad.put("base64 with a line", inside(message, data, data.substring(0, 8) + "\n" + data.substring(8)));
        bad.put("a seal that carries its payload", inside(message, data, base64(jws.replace("..", ".e30."))));
        bad.put("the seal of a message beside it", inside(message, data, base64(beside(message, data))));
        bad.put("a receipt", inside(message, data, base64(compact())));
        bad.put("nonsense", inside(message, data, base64("a..b")));
        bad.put("nothing in base64", inside(message, data, base64("")));
        bad.put("a seal of another message", inside(message, data, data(sealed(BUNDLE.replace("Śmits", "Smits")))));
        return bad.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(),
                        () -> assertThat(verifier.verifyInside(
                                                one.getValue()[0].getBytes(StandardCharsets.UTF_8),
                                                one.getValue()[1],
                                                Workshop.NOW)
                                        .<String>fold(
                                                taken -> "taken",
                                                problem -> problem.code().name()))
                                .isEqualTo(ProblemCode.SEAL_INVALID.name())));
    }

    @Test
    void aSealFromInsideIsNoneBeside() {
        byte[] sealed = sealed(BUNDLE);
        EnclosedSeal inside = EnclosedSeal.in(sealed, data(sealed)).orElseThrow();
        assertThat(verifier.diagnose(inside.payload(), inside.jws(), Sealer.ENCLOSED, Workshop.NOW))
                .isEmpty();
        assertThat(verifier.diagnose(inside.payload(), inside.jws(), Sealer.DOCUMENT, Workshop.NOW))
                .hasValue("seal-type-wrong");
    }

    @Test
    void nodeTakesOurs() throws Exception {
        Outsider node = new Outsider(folder).withNode();
        byte[] sealed = sealed(BUNDLE);
        assertThat(node.takes("provenance", authority.root(), sealed, "")).isTrue();
        byte[] other = text(sealed).replace("Śmits", "Smits").getBytes(StandardCharsets.UTF_8);
        assertThat(node.takes("provenance", authority.root(), other, "")).isFalse();
        IssuedKey stranger = Workshop.authority("other root").make();
        assertThat(node.takes("provenance", stranger.certificate(), sealed, "")).isFalse();
        String beside = new Sealer(key, CLOCK).seal(sealed, Sealer.DOCUMENT, "application/fhir+json");
        assertThat(node.takes("overdracht", authority.root(), sealed, beside)).isTrue();
        assertThat(node.takes("overdracht", authority.root(), other, beside)).isFalse();
    }

    @Test
    void opensslTakesOurs() throws Exception {
        Outsider openssl = new Outsider(folder);
        byte[] sealed = sealed(BUNDLE);
        String data = data(sealed);
        String jws = new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
        byte[] rest = text(sealed).replace(data, "").getBytes(StandardCharsets.UTF_8);
        byte[] der = ECDSA.transcodeSignatureToDER(Outsider.signature(jws));
        assertThat(openssl.opensslTakes(key.certificate(), Outsider.input(jws, rest), der))
                .isTrue();
        assertThat(openssl.opensslTakes(key.certificate(), Outsider.input(jws, sealed), der))
                .isFalse();
    }

    private static String[] inside(String message, String data, String other) {
        return new String[] {message.replace(data, other), other};
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String beside(String message, String data) {
        byte[] rest = message.replace(data, "").getBytes(StandardCharsets.UTF_8);
        return new Sealer(key, CLOCK).seal(rest, Sealer.DOCUMENT, "application/fhir+json");
    }

    private String compact() {
        return new Sealer(key, CLOCK).compact(new byte[] {'{', '}'}, Sealer.ENCLOSED, "a/b", Workshop.NOW);
    }

    private SealedMessage message(String document) {
        Delivery delivery = new Delivery(new PartnerId("opvang-demo"), "fhir-out", "m", true, SealForm.PROVENANCE);
        return new Sealer(key, CLOCK)
                .seal(OutboundDocument.minted(
                        delivery, "id", "application/fhir+json", document.getBytes(StandardCharsets.UTF_8), "m"))
                .fold(message -> message, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private byte[] sealed(String document) {
        SealedMessage message = message(document);
        assertThat(message.jws()).isEqualTo(Optional.empty());
        return message.bytes();
    }

    private Step<Sealed> verify(byte[] sealed) {
        return verifier.verifyInside(sealed, data(sealed), Workshop.NOW);
    }

    private static String data(byte[] sealed) {
        String message = text(sealed);
        int from = message.lastIndexOf("\"data\":\"") + 8;
        return message.substring(from, message.indexOf('"', from));
    }

    private static Bundle parsed(byte[] sealed) {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(Bundle.class, text(sealed));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Sealed value(Step<Sealed> step) {
        return step.fold(seal -> seal, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }
}
