package nl.schakel.translate.xml;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;

/**
 * The SOAP 1.1 envelope around one document: taken off on the way in, put on on the way out. What is taken out stands
 * by itself, in UTF-8 and with every namespace that was in force around it.
 */
public final class SoapEnvelope {
    static final String NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/";

    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    private static final String ENVELOPE = '{' + NAMESPACE + "}Envelope";
    private static final Pattern DECLARATION = Pattern.compile("\\A\\s*<\\?xml[^>]*\\?>\\s*");

    /** SOAP 1.1 says 0; tools write it as a boolean of XML Schema too. Everything else demands, whatever else it is. */
    private static final Set<String> NOT_NEEDED = Set.of("0", "false");

    private SoapEnvelope() {}

    /**
     * What a Body holds.
     *
     * @param namespace of the document's root; empty when it has none
     * @param name local name of the root
     * @param document UTF-8, to be read by itself
     */
    public record Body(String namespace, String name, byte[] document) {
        @Override
        public String toString() {
            return "Body[" + name + "]";
        }
    }

    /**
     * Reads strictly: one Body, one element in it, and no header that must be understood but that of WS-Security, which
     * the doorkeeper checks.
     *
     * @return the body; or stopped with the reader's refusals, {@code SYNTAX_BROKEN} or {@code REQUIRED_MISSING}
     */
    public static Step<Body> open(byte[] bytes, Optional<String> charset) {
        return XmlText.decode(bytes, charset)
                .then(text -> XmlParser.parse(text, Branch.root(), Limits.MESSAGE_BYTES)
                        .then(SoapEnvelope::payload)
                        .map(payload -> new Body(
                                payload.namespace(),
                                payload.name(),
                                SoapCut.body(text).getBytes(StandardCharsets.UTF_8))));
    }

    private static Step<Node> payload(XmlParser.Document document) {
        if (!document.kind().equals(ENVELOPE)) {
            return Step.stopped(
                    Problem.at(ProblemCode.SYNTAX_BROKEN, '/' + document.name()).expected("a SOAP 1.1 Envelope"));
        }
        List<Node> bodies = own(document.root(), "Body");
        if (own(document.root(), "Header").stream().anyMatch(SoapEnvelope::demands)) {
            return Step.stopped(
                    Problem.at(ProblemCode.SYNTAX_BROKEN, "Header").expected("no header that must be understood"));
        }
        List<Node> kids = bodies.size() == 1 ? elements(bodies.get(0)) : List.of();
        return kids.size() == 1
                ? Step.next(kids.get(0))
                : Step.stopped(
                        Problem.at(ProblemCode.REQUIRED_MISSING, "Body").expected("one Body with one element in it"));
    }

    private static List<Node> own(Branch root, String name) {
        return root.kids().stream()
                .filter(kid -> kid.name().equals(name) && kid.namespace().isEmpty())
                .toList();
    }

    private static List<Node> elements(Node node) {
        return node instanceof Branch branch
                ? branch.kids().stream()
                        .filter(kid -> !kid.name().startsWith("@"))
                        .toList()
                : List.of();
    }

    private static boolean demands(Node header) {
        return elements(header).stream()
                .filter(entry ->
                        !entry.name().equals("Security") || !entry.namespace().equals(SECURITY))
                .filter(Branch.class::isInstance)
                .flatMap(entry -> ((Branch) entry).kids().stream())
                .filter(kid -> kid.name().equals("@mustUnderstand"))
                .anyMatch(kid -> kid.leaf()
                        .flatMap(Leaf::text)
                        .filter(said -> !NOT_NEEDED.contains(said.strip()))
                        .isPresent());
    }

    /** Puts a UTF-8 document into an envelope; one that is an envelope already stays as it is. */
    public static byte[] around(byte[] document) {
        String text = bare(document);
        if (text.contains(NAMESPACE) && text.matches("(?s)<(?:[A-Za-z_][\\w.-]*:)?Envelope[\\s>].*")) {
            return document;
        }
        return enveloped("", text);
    }

    /** The same with one entry in its Header. */
    public static byte[] around(byte[] header, byte[] document) {
        return enveloped(bare(header), bare(document));
    }

    private static String bare(byte[] document) {
        return DECLARATION.matcher(new String(document, StandardCharsets.UTF_8)).replaceFirst("");
    }

    private static byte[] enveloped(String header, String text) {
        XmlEncoder envelope = new XmlEncoder();
        envelope.declaration();
        envelope.begin("soap:Envelope");
        envelope.attribute("xmlns:soap", NAMESPACE);
        envelope.content();
        if (!header.isEmpty()) {
            envelope.begin("soap:Header");
            envelope.content();
        }
        String opened = envelope.document() + header + (header.isEmpty() ? "" : "</soap:Header>");
        return (opened + "<soap:Body>" + text.strip() + "</soap:Body></soap:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An element of this namespace with an element for each text in it. */
    public static byte[] element(String namespace, String name, Json.Obj texts) {
        XmlEncoder element = new XmlEncoder();
        element.begin("x:" + name);
        element.attribute("xmlns:x", namespace);
        element.content();
        texts.members().forEach((member, value) -> {
            element.begin("x:" + member);
            element.content();
            element.value(value.asText().orElse(""));
            element.end("x:" + member);
        });
        element.end("x:" + name);
        return element.document().getBytes(StandardCharsets.UTF_8);
    }
}
