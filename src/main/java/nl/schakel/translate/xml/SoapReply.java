package nl.schakel.translate.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Scope;

/**
 * What a SOAP answer says, read as strictly as a message.
 *
 * @param name local name of what the Body holds
 * @param code of an error: StUF code or faultcode, letters, digits and {@code . : - _} alone
 * @param answers crossRefnummer, where the answer has one
 */
public record SoapReply(Kind kind, String name, String code, Optional<String> answers) {
    private static final String STUF = "http://www.egem.nl/StUF/StUF0301";
    private static final String CLIENT = "client";

    /** What the answer means for the message. */
    public enum Kind {
        TAKEN,
        REFUSED,
        OTHER
    }

    /** Reads an answer; stopped when it is no SOAP 1.1. */
    public static Step<SoapReply> read(byte[] answer) {
        return SoapEnvelope.open(answer, Optional.empty())
                .then(body -> XmlText.decode(body.document(), Optional.empty())
                        .then(text -> XmlParser.parse(text, Branch.root(), Limits.TEXT_CHARACTERS))
                        .map(document -> of(body, document)));
    }

    private static SoapReply of(SoapEnvelope.Body body, XmlParser.Document document) {
        Optional<String> crossed = text(document, "//s:crossRefnummer").or(() -> text(document, "//crossRefnummer"));
        return switch (body.name()) {
            case "Bv03Bericht", "Bv04Bericht" -> new SoapReply(Kind.TAKEN, body.name(), "", crossed);
            case "Fo01Bericht", "Fo03Bericht" ->
                error(body.name(), text(document, "body/code"), text(document, "body/plek"), crossed);
            case "Fault" -> fault(document, crossed);
            default ->
                new SoapReply(body.name().endsWith("Response") ? Kind.TAKEN : Kind.OTHER, body.name(), "", crossed);
        };
    }

    private static SoapReply fault(XmlParser.Document document, Optional<String> crossed) {
        Optional<String> stuf = text(document, "//s:code");
        Optional<String> bare = text(document, "//n:faultcode");
        Optional<String> place = stuf.isPresent()
                ? text(document, "//s:plek")
                : bare.filter(code -> code.endsWith("Client")).map(client -> CLIENT);
        return error("Fault", stuf.or(() -> bare), place, crossed);
    }

    /** Who says that the fault is the message's says no for good; what went wrong inside may go well another time. */
    private static SoapReply error(
            String name, Optional<String> code, Optional<String> place, Optional<String> crossed) {
        Kind kind = place.filter(CLIENT::equals).isPresent() ? Kind.REFUSED : Kind.OTHER;
        return new SoapReply(kind, name, code(code), crossed);
    }

    private static Optional<String> text(XmlParser.Document document, String path) {
        return new XmlPaths(Map.of("s", STUF, "n", XmlElement.NOWHERE))
                .compile(path, List.of()).all(Scope.whole(document.root())).stream()
                        .findFirst()
                        .flatMap(node -> node.leaf().flatMap(Leaf::text))
                        .map(String::strip);
    }

    /** Free text of a partner goes into no trace. */
    private static String code(Optional<String> text) {
        return text.filter(code -> code.matches("[A-Za-z0-9.:_-]{1,40}")).orElse("no code");
    }
}
