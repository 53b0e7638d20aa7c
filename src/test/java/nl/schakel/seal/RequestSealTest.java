package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.crypto.impl.ECDSA;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.jades.HTTPHeader;
import eu.europa.esig.dss.jades.HTTPHeaderDigest;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.RequestHead.Field;
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

/** Message signing of the API Design Rules, made and checked by us, by EU DSS, by node's jose and by OpenSSL. */
@Guards({Threat.T01, Threat.T34})
class RequestSealTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final byte[] BODY = "{\"naam\":\"J. Śmits\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "{\"naam\":\"J. Smits\"}".getBytes(StandardCharsets.UTF_8);
    private static final IssuedKey ROOT = Workshop.authority("other root").make();

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private IssuedKey key;
    private Sealer sealer;
    private SealVerifier verifier;

    @BeforeEach
    void makeAKey() {
        authority = CertificateAuthority.createAt(folder.resolve("pki"), CLOCK);
        key = authority.issue(new Subject("schakel", "00000099000000000000"), Usage.SEAL);
        sealer = new Sealer(key, CLOCK);
        verifier = new SealVerifier(TrustAnchors.of(List.of(authority.root(), ROOT.certificate()), CLOCK));
    }

    @Test
    void weTakeOurOwn() {
        String jws = sealer.seal(head());
        Sealed seal = value(verify(head(), jws));
        assertThat(seal.form()).isEqualTo(SealForm.ADR_MESSAGE);
        assertThat(seal.signer().oin()).isEqualTo("00000099000000000000");
        assertThat(seal.signedAt()).isEqualTo(Workshop.NOW);
        assertThat(header(jws))
                .contains("\"pars\":[\"(request-target)\",\"host\",\"content-type\",\"content-length\",\"digest\"]");
        refused(verifier.verifyRequest(head(), OTHER, jws, Workshop.NOW));
    }

    @Test
    void whatIsNotSignedMayChangeOnItsWay() {
        String jws = sealer.seal(head());
        assertThat(verify(changed(fields -> with(fields, "Via", "1.1 proxy")), jws))
                .isInstanceOf(Step.Next.class);
        assertThat(verify(changed(RequestSealTest::withoutAccept), jws)).isInstanceOf(Step.Next.class);
        assertThat(verify(changed(RequestSealTest::inLowerCase), jws)).isInstanceOf(Step.Next.class);
    }

    @TestFactory
    Stream<DynamicTest> refusesARequestThatIsNotTheOneThatWasSigned() {
        Map<String, RequestHead> bad = new LinkedHashMap<>();
        RequestHead good = head();
        bad.put("another method", new RequestHead("PUT", good.target(), good.fields()));
        bad.put("another target", new RequestHead("POST", "/fhir/Task", good.fields()));
        bad.put("a query", new RequestHead("POST", good.target() + "?x=1", good.fields()));
        bad.put("a target spelled otherwise", new RequestHead("POST", "/fhir/%24process-message", good.fields()));
        for (String name : List.of("Host", "Content-Type", "Content-Length", "Digest")) {
            bad.put(name + " swapped", changed(fields -> swapped(fields, name, "x")));
            bad.put(name + " missing", changed(fields -> without(fields, name)));
            bad.put(
                    name + " twice",
                    changed(fields -> with(fields, name, good.values(name).get(0))));
            bad.put(name + " twice, the other first", changed(fields -> {
                List<Field> all = new ArrayList<>(fields);
                all.add(0, new Field(name.toLowerCase(java.util.Locale.ROOT), "x"));
                return all;
            }));
        }
        bad.put("a coding that was not signed", changed(fields -> with(fields, "Content-Encoding", "gzip")));
        bad.put("an origin that was not signed", changed(fields -> with(fields, "Origin", "https://evil.example")));
        bad.put("Digest of another body", changed(fields -> swapped(fields, "Digest", SealForm.digest(OTHER))));
        bad.put(
                "two digests",
                changed(fields -> swapped(fields, "Digest", SealForm.digest(BODY) + "," + SealForm.digest(OTHER))));
        bad.put(
                "values of two headers swapped",
                changed(fields -> swapped(
                        swapped(fields, "Host", good.values("content-type").get(0)),
                        "Content-Type",
                        good.values("host").get(0))));
        bad.put(
                "a value that holds a line",
                changed(fields -> swapped(
                        without(fields, "Content-Type"),
                        "Host",
                        "gateway.example\ncontent-type: application/fhir+json")));
        String jws = sealer.seal(good);
        return bad.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    refused(verify(one.getValue(), jws));
                    assertThat(verify(good, jws)).isInstanceOf(Step.Next.class);
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesASignatureThatDoesNotCoverEnough() {
        List<String> all = head().toBeSigned();
        Map<String, List<String>> bad = new LinkedHashMap<>();
        for (String left : all) {
            bad.put(
                    "without " + left,
                    all.stream().filter(one -> !one.equals(left)).toList());
        }
        bad.put("the digest alone, as of a payload", List.of("digest"));
        bad.put("nothing", List.of());
        bad.put("a name twice", Stream.concat(all.stream(), Stream.of("digest")).toList());
        bad.put(
                "a header that is not there",
                Stream.concat(all.stream(), Stream.of("x-request-id")).toList());
        bad.put(
                "a name in capitals",
                all.stream().map(one -> one.replace("host", "Host")).toList());
        bad.put("an empty name", Stream.concat(all.stream(), Stream.of("")).toList());
        bad.put(
                "another pseudo header",
                Stream.concat(all.stream(), Stream.of("(created)")).toList());
        return bad.entrySet().stream()
                .map(one ->
                        DynamicTest.dynamicTest(one.getKey(), () -> refused(verify(head(), signed(one.getValue())))));
    }

    @Test
    void aSealOverAPayloadIsNoneOverARequestNorTheOtherWayRound() {
        String payload = signed(List.of("digest"));
        assertThat(verifier.diagnose(BODY, payload, Sealer.DOCUMENT, Workshop.NOW))
                .isEmpty();
        refused(verify(head(), payload));
        String request = sealer.seal(head());
        assertThat(verifier.diagnose(BODY, request, Sealer.DOCUMENT, Workshop.NOW))
                .hasValue("seal-header-broken");
        refused(verify(head(), sealer.seal(BODY, Sealer.DOCUMENT, "a/b")));
        refused(verify(head(), "."));
    }

    @Test
    void sealsNothingThatCouldNotBeChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer.seal(changed(fields -> without(fields, "Digest"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer.seal(changed(fields -> with(fields, "Host", "y"))));
    }

    @Test
    void dssTakesOurs() {
        String jws = sealer.seal(head());
        assertThat(Dss.takes(jws, contents(head(), BODY))).isTrue();
        assertThat(Dss.takes(jws, contents(head(), OTHER))).isFalse();
        assertThat(Dss.takes(jws, contents(changed(fields -> swapped(fields, "Host", "other.example")), BODY)))
                .isFalse();
    }

    @Test
    void weTakeWhatDssSignsWithEitherAlgorithm() throws Exception {
        IssuedKey rsa = Workshop.seal().rsa(3072).by(ROOT).make();
        for (IssuedKey signer : List.of(key, rsa)) {
            String jws = Dss.signs(contents(head(), BODY), signer);
            assertThat(value(verify(head(), jws)).form()).isEqualTo(SealForm.ADR_MESSAGE);
            assertThat(Dss.takes(jws, contents(head(), BODY))).isTrue();
            refused(verifier.verifyRequest(head(), OTHER, jws, Workshop.NOW));
            refused(verify(changed(fields -> swapped(fields, "Host", "other.example")), jws));
        }
    }

    @Test
    void nodeTakesOursAndWhatDssSigned() throws Exception {
        Outsider node = new Outsider(folder).withNode();
        String other = lines(head()).replace("gateway.example", "other.example");
        for (String jws : List.of(sealer.seal(head()), Dss.signs(contents(head(), BODY), key))) {
            assertThat(node.takesRequest(authority.root(), BODY, jws, lines(head())))
                    .isTrue();
            assertThat(node.takesRequest(authority.root(), OTHER, jws, lines(head())))
                    .isFalse();
            assertThat(node.takesRequest(authority.root(), BODY, jws, other)).isFalse();
        }
        assertThat(node.takes("adr", authority.root(), BODY, signed(List.of("digest"))))
                .isTrue();
        assertThat(node.takes("adr", authority.root(), BODY, sealer.seal(head())))
                .isFalse();
    }

    @Test
    void opensslTakesOurs() throws Exception {
        String jws = sealer.seal(head());
        byte[] der = ECDSA.transcodeSignatureToDER(Outsider.signature(jws));
        String start = jws.substring(0, jws.indexOf('.')) + ".";
        String text = "(request-target): post /fhir/$process-message\nhost: gateway.example\n"
                + "content-type: application/fhir+json\ncontent-length: " + BODY.length + "\ndigest: "
                + SealForm.digest(BODY);
        Outsider openssl = new Outsider(folder);
        assertThat(openssl.opensslTakes(key.certificate(), (start + text).getBytes(StandardCharsets.US_ASCII), der))
                .isTrue();
        assertThat(openssl.opensslTakes(
                        key.certificate(),
                        (start + text.replace("host: g", "host: h")).getBytes(StandardCharsets.US_ASCII),
                        der))
                .isFalse();
    }

    private static RequestHead head() {
        return new RequestHead(
                "POST",
                "/fhir/$process-message",
                List.of(
                        new Field("Accept", "application/fhir+json"),
                        new Field("Host", "gateway.example"),
                        new Field("Content-Type", "application/fhir+json"),
                        new Field("Content-Length", Integer.toString(BODY.length)),
                        new Field("Digest", SealForm.digest(BODY))));
    }

    private static RequestHead changed(UnaryOperator<List<Field>> change) {
        return new RequestHead(head().method(), head().target(), change.apply(head().fields()));
    }

    private static List<Field> with(List<Field> fields, String name, String value) {
        return Stream.concat(fields.stream(), Stream.of(new Field(name, value))).toList();
    }

    private static List<Field> without(List<Field> fields, String name) {
        return fields.stream().filter(field -> !field.name().equals(name)).toList();
    }

    private static List<Field> swapped(List<Field> fields, String name, String value) {
        return fields.stream()
                .map(field -> field.name().equals(name) ? new Field(name, value) : field)
                .toList();
    }

    private static List<Field> withoutAccept(List<Field> fields) {
        return without(fields, "Accept");
    }

    private static List<Field> inLowerCase(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(field.name().toLowerCase(java.util.Locale.ROOT), " " + field.value() + " "))
                .toList();
    }

    private Step<Sealed> verify(RequestHead head, String jws) {
        return verifier.verifyRequest(head, BODY, jws, Workshop.NOW);
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

    private static String header(String jws) {
        return new String(Base64.getUrlDecoder().decode(jws.substring(0, jws.indexOf('.'))), StandardCharsets.UTF_8);
    }

    /** Over these headers, with our key, by the JDK; a header that is not there is signed as empty. */
    private String signed(List<String> pars) {
        String header = header(sealer.seal(head())).replaceAll("\"pars\":\\[[^]]*]", "\"pars\":[" + quoted(pars) + "]");
        String encoded = Seals.url(header.getBytes(StandardCharsets.US_ASCII));
        String text = String.join(
                "\n",
                pars.stream()
                        .map(name -> name + ": "
                                + (name.equals("(request-target)")
                                        ? "post /fhir/$process-message"
                                        : String.join("", head().values(name))))
                        .toList());
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(key.key());
            signer.update((encoded + '.' + text).getBytes(StandardCharsets.US_ASCII));
            return encoded + ".." + Seals.url(signer.sign());
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String quoted(List<String> names) {
        return String.join(",", names.stream().map(name -> '"' + name + '"').toList());
    }

    /** As it came over the line. */
    private static String lines(RequestHead head) {
        StringBuilder text = new StringBuilder(head.method() + ' ' + head.target() + " HTTP/1.1\r\n");
        head.fields().forEach(field -> text.append(field.name() + ": " + field.value() + "\r\n"));
        return text.append("\r\n").toString();
    }

    private static List<DSSDocument> contents(RequestHead head, byte[] body) {
        List<DSSDocument> all = new ArrayList<>();
        all.add(new HTTPHeader(
                "(request-target)", head.method().toLowerCase(java.util.Locale.ROOT) + ' ' + head.target()));
        for (String name : List.of("host", "content-type", "content-length")) {
            all.add(new HTTPHeader(name, head.values(name).get(0)));
        }
        all.add(new HTTPHeaderDigest(new InMemoryDocument(body), DigestAlgorithm.SHA256));
        return all;
    }
}
