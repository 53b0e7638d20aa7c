package nl.schakel.translate.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoapEnvelopeTest {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    @Test
    void takesTheDocumentOutWithTheNamespacesAroundIt() {
        SoapEnvelope.Body body = open(
                "<s:Envelope xmlns:s='" + SOAP + "' xmlns:a='urn:a'><s:Header/><s:Body xmlns='urn:d'>"
                        + "<a:Een a:k='&quot;x&amp;&#10;y'><Twee>1 &lt; 2 &amp; é</Twee><!-- geen --><a:Leeg/></a:Een></s:Body></s:Envelope>");

        assertThat(body.namespace()).isEqualTo("urn:a");
        assertThat(body.name()).isEqualTo("Een");
        String document = new String(body.document(), StandardCharsets.UTF_8);
        assertThat(document)
                .contains("xmlns:a=\"urn:a\"", "xmlns=\"urn:d\"", "<Twee>1 &lt; 2 &amp; é</Twee>", "<a:Leeg></a:Leeg>")
                .contains("a:k=\"&quot;x&amp;&#10;y\"")
                .doesNotContain("Envelope", "geen");
        assertThat(XmlParser.parse(document, nl.schakel.translate.tree.Branch.root(), 100))
                .isInstanceOf(Step.Next.class);
    }

    @Test
    void aDocumentPutInComesOutAgain() throws IOException {
        byte[] stuf = Files.readAllBytes(Path.of("mappings/stuf-ggk/2.1/examples/01-di01-wmo301/input.xml"));
        byte[] envelope = SoapEnvelope.around(stuf);
        SoapEnvelope.Body body = open(new String(envelope, StandardCharsets.UTF_8));

        StufPeek peek = peek(body.document());
        assertThat(peek).isEqualTo(peek(stuf));
        assertThat(peek.kind()).isEqualTo("WMO301");
        assertThat(peek.number()).hasValue("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011");
        assertThat(peek.sender().organisation()).isEqualTo("0772");
        assertThat(peek.inner()).hasValue("B0007");
        assertThat(SoapEnvelope.around(envelope)).isEqualTo(envelope);
    }

    @Test
    void leavesTheHeaderOfWsSecurityToTheDoorkeeper() {
        String envelope = "<s:Envelope xmlns:s='" + SOAP + "'><s:Header><x:Security s:mustUnderstand='1' xmlns:x='%s'/>"
                + "</s:Header><s:Body><a/></s:Body></s:Envelope>";
        String wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
        assertThat(SoapEnvelope.open(envelope.formatted(wsse).getBytes(StandardCharsets.UTF_8), Optional.empty()))
                .isInstanceOf(Step.Next.class);
        assertThat(SoapEnvelope.open(envelope.formatted("urn:x").getBytes(StandardCharsets.UTF_8), Optional.empty()))
                .isInstanceOf(Step.Stopped.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Envelope><Body><a/></Body></Envelope>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><a/></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='" + SOAP + "'><s:Body/></s:Envelope>",
                "<s:Envelope xmlns:s='" + SOAP + "'><s:Body><a/><b/></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='" + SOAP + "'><s:Body><a/></s:Body><s:Body><b/></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='" + SOAP
                        + "'><s:Header><h s:mustUnderstand='1'><i/></h></s:Header><s:Body><a/></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s='" + SOAP + "'><s:Body><a></s:Body></s:Envelope>",
            })
    void refusesWhatIsNoEnvelopeOfOneDocument(String text) {
        assertThat(problem(text).code()).isIn(ProblemCode.SYNTAX_BROKEN, ProblemCode.REQUIRED_MISSING);
    }

    @Test
    @Guards(Threat.T11)
    void refusesADocumentType() {
        Problem problem = problem("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><s:Envelope xmlns:s='" + SOAP
                + "'><s:Body><a>&e;</a></s:Body></s:Envelope>");
        assertThat(problem.code()).isEqualTo(ProblemCode.DOCTYPE_REFUSED);
    }

    private static StufPeek peek(byte[] document) {
        return StufPeek.read(document).fold(read -> read, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static SoapEnvelope.Body open(String text) {
        return SoapEnvelope.open(text.getBytes(StandardCharsets.UTF_8), Optional.empty())
                .fold(body -> body, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static Problem problem(String text) {
        return SoapEnvelope.open(text.getBytes(StandardCharsets.UTF_8), Optional.empty())
                .fold(
                        body -> {
                            throw new AssertionError("taken: " + body);
                        },
                        problem -> problem);
    }
}
