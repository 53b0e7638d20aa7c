package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seals inside SOAP: ours, those of others, and hostile ones, of which none may be taken. */
@Guards({Threat.T01, Threat.T11, Threat.T33})
class XmlSealTest {
    private static final Instant NOW = Workshop.NOW;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey KEY = Workshop.seal().by(ROOT).make();
    private static final IssuedKey RSA = Workshop.seal().rsa(2048).by(ROOT).make();

    private final XmlSealVerifier verifier = new XmlSealVerifier(TrustAnchors.of(ROOT.chain(), CLOCK));
    private final XmlSealer sealer = new XmlSealer(() -> KEY, CLOCK);
    private final Map<String, String> hostile = new LinkedHashMap<>();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                XmlSeals.BODY,
                "<a b=\"1&#10;2&#9;3&#13;\">x&#13;\ny\r\nz</a>",
                "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\"><b:c b:d=\"&lt;&quot;'&amp;\">&lt;]]&gt; é \uD83D\uDE00 &amp;</b:c></a>",
                "<a xmlns=\"urn:a\"><c xmlns=\"\"><![CDATA[<p> & ]]></c></a>"
            })
    void takesBackWhatItSealedWhateverCharactersAreInIt(String body) {
        for (String envelope : List.of(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<soap:Envelope xmlns:soap=\"" + SecurityHeader.SOAP
                        + "\"><soap:Body>" + body + "</soap:Body></soap:Envelope>",
                "<Envelope xmlns=\"" + SecurityHeader.SOAP + "\"><Header><t xmlns='urn:t'/></Header><Body>" + body
                        + "</Body></Envelope>")) {
            byte[] sealed = sealer.seal(envelope.getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.diagnose(sealed, NOW)).isEmpty();
            assertThat(verifier.verify(sealed, NOW).fold(s -> s.signer().oin(), Problem::toString))
                    .isEqualTo(Workshop.OIN);
        }
    }

    @Test
    void sealsNothingThatIsSealedAlreadyOrNoEnvelope() {
        byte[] once = sealer.seal(XmlSeals.by(KEY)
                .text()
                .replaceAll("(?s)<s:Header>.*</s:Header>", "")
                .getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(once));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal("<a/>".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void takesTheThreeMethodsFromAnotherSignerWithOrWithoutItsAuthorities() throws Exception {
        assertThat(diagnosed(XmlSeals.by(KEY).text())).isEmpty();
        assertThat(diagnosed(XmlSeals.by(RSA).method(XmlAlgorithm.RSA.uri()).text()))
                .isEmpty();
        assertThat(diagnosed(XmlSeals.by(RSA).method(XmlAlgorithm.RSA_PSS.uri()).text()))
                .isEmpty();
        IssuedKey middle = Workshop.authority("middle").by(ROOT).make();
        IssuedKey below = Workshop.seal().by(middle).make();
        byte[] path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(below.certificate(), middle.certificate()))
                .getEncoded("PkiPath");
        String encoded = Base64.getEncoder().encodeToString(path);
        assertThat(diagnosed(
                        XmlSeals.by(below).token(SecurityHeader.PATH, encoded).text()))
                .isEmpty();
        assertThat(diagnosed(XmlSeals.by(below).text())).hasValue("seal-certificate-refused");
    }

    @Test
    void takesASignedAddressHeaderAndATimestampWithoutAnEnd() {
        String to = "<wsa:To xmlns:wsa=\"http://www.w3.org/2005/08/addressing\" wsu:Id=\"to\">https://schakel</wsa:To>";
        assertThat(diagnosed(XmlSeals.by(KEY)
                        .header(to)
                        .references("#body", "#time", "#to")
                        .expires("")
                        .text()))
                .isEmpty();
    }

    @Test
    void tellsASealThatIsMissingTooOldOrOfTheFutureFromOneThatIsWrong() {
        byte[] bare = ("<s:Envelope xmlns:s=\"" + SecurityHeader.SOAP + "\"><s:Body/></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(verifier.verify(bare, NOW)).isEqualTo(Step.stopped(Problem.of(ProblemCode.SEAL_MISSING)));
        String good = XmlSeals.by(KEY).text();
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        assertThat(verifier.verify(bytes, NOW.plus(Duration.ofMinutes(9)))).isNotInstanceOf(Step.Stopped.class);
        assertThat(verifier.verify(bytes, NOW.plus(Duration.ofMinutes(11))))
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.MESSAGE_EXPIRED)));
        assertThat(verifier.verify(bytes, NOW.minus(Duration.ofMinutes(6))))
                .isEqualTo(Step.stopped(Problem.of(ProblemCode.MESSAGE_EXPIRED)));
        assertThat(diagnosed(XmlSeals.by(KEY)
                        .created("2026-10-20T10:00:00Z")
                        .expires("")
                        .text()))
                .as("without an end, thirty days")
                .hasValue("seal-too-old");
    }

    @Test
    void takesNoHostileOne() throws Exception {
        methods();
        references();
        wrappings();
        keys();
        forms();
        String good = XmlSeals.by(KEY).text();
        hostile.forEach((name, soap) -> {
            assertThat(soap).as(name).isNotEqualTo(good);
            long begin = System.nanoTime();
            Step<SealVerifier.Sealed> step = verifier.verify(soap.getBytes(StandardCharsets.UTF_8), NOW);
            assertThat(step)
                    .as(name)
                    .isIn(
                            Step.stopped(Problem.of(ProblemCode.SEAL_INVALID)),
                            Step.stopped(Problem.of(ProblemCode.SEAL_MISSING)));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(name).isLessThan(Duration.ofSeconds(3));
        });
        assertThat(hostile).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void refusesEveryByteOfTheSignedPartsThatIsChanged() {
        String good = XmlSeals.by(KEY).text();
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = good.indexOf("<s:Body"); i < good.indexOf("</s:Envelope>"); i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(verifier.diagnose(changed, NOW)).as("byte " + i).isPresent();
            refused++;
        }
        assertThat(refused).isGreaterThan(90);
    }

    @Test
    void aForeignToolTakesOurSeal() throws Exception {
        assumeThat(xmlsec()).as("xmlsec1 is not on this machine").isPresent();
        String envelope = "<soap:Envelope xmlns:soap=\"" + SecurityHeader.SOAP + "\"><soap:Body>" + XmlSeals.BODY
                + "</soap:Body></soap:Envelope>";
        byte[] sealed = sealer.seal(envelope.getBytes(StandardCharsets.UTF_8));
        assertThat(foreign(sealed)).isZero();
        byte[] changed = new String(sealed, StandardCharsets.UTF_8)
                .replace("<m:nummer>1<", "<m:nummer>2<")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(foreign(changed)).isNotZero();
    }

    private void methods() {
        String more = "http://www.w3.org/2001/04/xmldsig-more#";
        hostile.put(
                "ECDSA with SHA-1", XmlSeals.by(KEY).method(more + "ecdsa-sha1").text());
        hostile.put(
                "ECDSA with SHA-512",
                XmlSeals.by(KEY).method(more + "ecdsa-sha512").text());
        hostile.put(
                "RSA with SHA-1",
                XmlSeals.by(RSA).method(SecurityHeader.DSIG + "rsa-sha1").text());
        hostile.put(
                "RSA with SHA-512", XmlSeals.by(RSA).method(more + "rsa-sha512").text());
        hostile.put(
                "digest SHA-1",
                XmlSeals.by(KEY).digest(SecurityHeader.DSIG + "sha1").text());
        hostile.put(
                "digest SHA-512",
                XmlSeals.by(KEY)
                        .digest("http://www.w3.org/2001/04/xmlenc#sha512")
                        .text());
        String inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
        hostile.put("inclusive canonical form", XmlSeals.by(KEY).c14n(inclusive).text());
        hostile.put(
                "canonical form with comments",
                XmlSeals.by(KEY).c14n(SecurityHeader.C14N + "WithComments").text());
        hostile.put("inclusive transform", XmlSeals.by(KEY).transform(inclusive).text());
        hostile.put(
                "transform with comments",
                XmlSeals.by(KEY).transform(SecurityHeader.C14N + "WithComments").text());
        hostile.put("XPath transform", XmlSeals.by(KEY).xpath().text());
        hostile.put(
                "enveloped transform",
                XmlSeals.by(KEY)
                        .transform(SecurityHeader.DSIG + "enveloped-signature")
                        .text());
        String good = XmlSeals.by(KEY).text();
        String transform = "<ds:Transform Algorithm=\"" + SecurityHeader.C14N + "\"/>";
        hostile.put(
                "XSLT transform",
                good.replace(
                        transform,
                        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\">"
                                + "<x:stylesheet xmlns:x=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"/>"
                                + "</ds:Transform>"));
        hostile.put("two transforms", good.replace(transform, transform + transform));
        hostile.put("no transform", good.replace("<ds:Transforms>" + transform + "</ds:Transforms>", ""));
        hostile.put("method of another key", good.replace(XmlAlgorithm.ECDSA.uri(), XmlAlgorithm.RSA.uri()));
        hostile.put("HMAC", good.replace(XmlAlgorithm.ECDSA.uri(), SecurityHeader.DSIG + "hmac-sha1"));
        hostile.put("no method", good.replace(XmlAlgorithm.ECDSA.uri(), ""));
        hostile.put(
                "truncated HMAC output",
                good.replace(
                        "<ds:SignatureMethod Algorithm=\"" + XmlAlgorithm.ECDSA.uri() + "\"/>",
                        "<ds:SignatureMethod Algorithm=\"" + SecurityHeader.DSIG
                                + "hmac-sha1\"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>"));
    }

    private void references() {
        hostile.put(
                "Body not signed",
                XmlSeals.by(KEY).references("#time", "#token").text());
        hostile.put(
                "Timestamp not signed",
                XmlSeals.by(KEY).references("#body", "#token").text());
        hostile.put(
                "Body signed twice",
                XmlSeals.by(KEY).references("#body", "#body", "#time").text());
        hostile.put(
                "the whole document", XmlSeals.by(KEY).references("", "#time").text());
        String good = XmlSeals.by(KEY).text();
        for (String uri : List.of(
                "http://127.0.0.1:1/body",
                "file:///etc/passwd",
                "#xpointer(/)",
                "#xpointer(id('body'))",
                "body",
                "#",
                "cid:body",
                "#nobody")) {
            hostile.put("reference to " + uri, good.replace("URI=\"#body\"", "URI=\"" + uri + "\""));
        }
        hostile.put("reference to nothing said", good.replace(" URI=\"#body\"", ""));
        hostile.put("no reference at all", good.replaceAll("(?s)<ds:Reference .*</ds:Reference>", ""));
        hostile.put("digest of another", good.replaceFirst("<ds:DigestValue>[^<]*<", "<ds:DigestValue>AAAA<"));
        hostile.put("no digest", good.replaceFirst("<ds:DigestValue>[^<]*<", "<ds:DigestValue><"));
        hostile.put(
                "a manifest", good.replace("</ds:Signature>", "<ds:Object><ds:Manifest/></ds:Object></ds:Signature>"));
    }

    /** The signed Body stays in the message, elsewhere, and another stands in its place. */
    private void wrappings() {
        String good = XmlSeals.by(KEY).text();
        String body = good.substring(good.indexOf("<s:Body"), good.indexOf("</s:Envelope>"));
        String other = "<s:Body><m:melding xmlns:m=\"urn:m\"><m:nummer>666</m:nummer></m:melding></s:Body>";
        String twin = other.replace("<s:Body>", "<s:Body wsu:Id=\"body\">");
        hostile.put(
                "wrapped in the header",
                good.replace(body, other).replace("</s:Header>", "<w>" + body + "</w></s:Header>"));
        hostile.put("as a header entry", good.replace(body, other).replace("</s:Header>", body + "</s:Header>"));
        hostile.put(
                "wrapped, same id", good.replace(body, twin).replace("</s:Header>", "<w>" + body + "</w></s:Header>"));
        hostile.put(
                "wrapped in the security header",
                good.replace(body, other).replace("</wsse:Security>", body + "</wsse:Security>"));
        hostile.put(
                "wrapped in the signature",
                good.replace(body, twin)
                        .replace("</ds:Signature>", "<ds:Object>" + body + "</ds:Object></ds:Signature>"));
        hostile.put("two Bodies, ours first", good.replace(body, other + body));
        hostile.put("two Bodies, ours last", good.replace(body, body + other));
        hostile.put("two Bodies of one id", good.replace(body, twin + body));
        hostile.put("Body in a Body", good.replace(body, "<s:Body wsu:Id=\"x\">" + body + "</s:Body>"));
        hostile.put("Body in a wrapper", good.replace(body, "<w>" + body + "</w>" + other));
        hostile.put("an id elsewhere", good.replace("</s:Header>", "<w id=\"body\"/></s:Header>"));
        hostile.put("an xml:id elsewhere", good.replace("</s:Header>", "<w xml:id=\"body\"/></s:Header>"));
        hostile.put("an ID elsewhere", good.replace("</s:Header>", "<w ID=\"time\"/></s:Header>"));
        String time = good.substring(good.indexOf("<wsu:Timestamp"), good.indexOf("</wsu:Timestamp>") + 16);
        hostile.put(
                "the signed Timestamp in the header",
                good.replace(time, time.replace("\"time\"", "\"t2\"")).replace("</s:Header>", time + "</s:Header>"));
        hostile.put("two Timestamps", good.replace(time, time.replace("\"time\"", "\"t2\"") + time));
        hostile.put("two security headers", good.replace("<s:Header>", "<s:Header><wsse:Security/>"));
        String signature = good.substring(good.indexOf("<ds:Signature "), good.indexOf("</wsse:Security>"));
        hostile.put("two signatures", good.replace(signature, signature + signature));
        hostile.put(
                "signature moved to the envelope",
                good.replace(signature, "").replace("<s:Body", signature + "<s:Body"));
        hostile.put("something after the Body", good.replace("</s:Envelope>", "<w/></s:Envelope>"));
        hostile.put("Body before the header", good.replace(body, "").replace("<s:Header>", body + "<s:Header>"));
        hostile.put("SOAP 1.2", good.replace(SecurityHeader.SOAP, "http://www.w3.org/2003/05/soap-envelope"));
    }

    private void keys() throws Exception {
        IssuedKey stranger =
                Workshop.seal().by(Workshop.authority("root").make()).make();
        hostile.put("of a stranger", XmlSeals.by(stranger).text());
        hostile.put("self-signed", XmlSeals.by(Workshop.seal().make()).text());
        hostile.put("TLS only", XmlSeals.by(Workshop.tls().by(ROOT).make()).text());
        hostile.put(
                "RSA of 1024 bits",
                XmlSeals.by(Workshop.seal().rsa(1024).by(ROOT).make())
                        .method(XmlAlgorithm.RSA.uri())
                        .text());
        hostile.put(
                "P-384",
                XmlSeals.by(Workshop.seal().curve("secp384r1").by(ROOT).make()).text());
        hostile.put(
                "ended",
                XmlSeals.by(Workshop.seal()
                                .by(ROOT)
                                .valid(NOW.minusSeconds(60), NOW.minusSeconds(1))
                                .make())
                        .text());
        hostile.put(
                "another's certificate",
                XmlSeals.by(stranger)
                        .token(SecurityHeader.X509, XmlSeals.encoded(KEY.certificate()))
                        .text());
        hostile.put("key in KeyInfo alone", XmlSeals.by(KEY).keyValue().text());
        hostile.put(
                "key named elsewhere",
                XmlSeals.by(KEY).keyReference("http://127.0.0.1:1/key").text());
        hostile.put(
                "key named as the Body", XmlSeals.by(KEY).keyReference("#body").text());
        String good = XmlSeals.by(KEY).text();
        hostile.put(
                "a retrieval method",
                good.replace("<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://127.0.0.1:1/\"/>"));
        hostile.put("no KeyInfo", good.replaceAll("(?s)<ds:KeyInfo>.*</ds:KeyInfo>", ""));
        hostile.put(
                "token of garbage",
                XmlSeals.by(KEY).token(SecurityHeader.X509, "AAAA").text());
        hostile.put(
                "token of no known type",
                XmlSeals.by(KEY)
                        .token("urn:x", XmlSeals.encoded(KEY.certificate()))
                        .text());
        hostile.put(
                "an empty path",
                XmlSeals.by(KEY).token(SecurityHeader.PATH, "MAA=").text());
        hostile.put(
                "a token of 70 kB",
                XmlSeals.by(KEY).token(SecurityHeader.X509, "A".repeat(70_000)).text());
        hostile.put(
                "a password beside it",
                XmlSeals.by(KEY).extra("<wsse:UsernameToken/>").text());
    }

    private void forms() {
        String good = XmlSeals.by(KEY).text();
        hostile.put("a document type", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + good);
        hostile.put(
                "an entity bomb",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"
                        + good.replace(">1<", ">&b;<"));
        hostile.put("a comment in what is signed", good.replace(">1<", ">1<!-- -->2<"));
        hostile.put("a comment that hides nothing", good.replace(">1<", "><!-- -->1<"));
        hostile.put("a processing instruction", good.replace("<s:Header>", "<?x y?><s:Header>"));
        hostile.put("deep", good.replace(">1<", ">" + "<a>".repeat(5_000) + "</a>".repeat(5_000) + "<"));
        hostile.put("another charset", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + good);
        hostile.put("truncated", good.substring(0, good.length() / 2));
        hostile.put("twice", good + good);
        hostile.put("text between", good.replace("<s:Body", "x<s:Body"));
        hostile.put("no signature value", good.replaceAll("<ds:SignatureValue>[^<]*<", "<ds:SignatureValue><"));
        hostile.put(
                "signature of zeros",
                good.replaceAll(
                        "<ds:SignatureValue>[^<]*<",
                        "<ds:SignatureValue>" + Base64.getEncoder().encodeToString(new byte[64]) + "<"));
        hostile.put("no Created", XmlSeals.by(KEY).created("").text());
        hostile.put("Created of garbage", XmlSeals.by(KEY).created("yesterday").text());
        hostile.put(
                "Created without a zone",
                XmlSeals.by(KEY).created("2026-11-22T10:00:00").text());
    }

    private Optional<String> diagnosed(String soap) {
        return verifier.diagnose(soap.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static Optional<Path> xmlsec() {
        return Optional.of(Path.of("/usr/bin/xmlsec1")).filter(Files::isExecutable);
    }

    private int foreign(byte[] sealed) throws IOException, InterruptedException {
        Path soap = Files.write(folder.resolve("sealed.xml"), sealed);
        Path key = folder.resolve("key.pem");
        Files.writeString(
                key,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(KEY.certificate().getPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        String wsu = SecurityHeader.WSU;
        Process tool = new ProcessBuilder(
                        xmlsec().orElseThrow().toString(),
                        "--verify",
                        "--pubkey-pem",
                        key.toString(),
                        "--id-attr:Id",
                        SecurityHeader.SOAP + ":Body",
                        "--id-attr:Id",
                        wsu + ":Timestamp",
                        "--id-attr:Id",
                        SecurityHeader.WSSE + ":BinarySecurityToken",
                        soap.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(tool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return tool.exitValue();
    }
}
