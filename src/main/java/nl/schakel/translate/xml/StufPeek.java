package nl.schakel.translate.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;

/**
 * What a StUF message says of itself before it is translated: which it is, from whom, and by which numbers it is known.
 *
 * @param root local name of its root element: {@code envelopHeenbericht-ggk_Di01}, {@code Fo01Bericht}
 * @param kind which message it carries, such as {@code WMO315}; of one that carries none its berichtcode, {@code Fo01}
 * @param sender organisation and application that sent it
 * @param receiver organisation and application it is for
 * @param number referentienummer
 * @param answers crossRefnummer: the message it answers
 * @param inner own number of the message inside (iWmo BerichtIdentificatie)
 */
public record StufPeek(
        String root,
        String kind,
        Party sender,
        Party receiver,
        Optional<String> number,
        Optional<String> answers,
        Optional<String> inner) {
    private static final String STUF = "http://www.egem.nl/StUF/StUF0301";
    private static final Pattern INNER =
            Pattern.compile("\\{http://www\\.istandaarden\\.nl/iwmo/\\d_\\d/wmo(\\d{3})/schema}Bericht");
    private static final Reader STUF_READER = new StufReader();

    /** An organisation and its program; empty where the message does not say. */
    public record Party(String organisation, String application) {}

    /** Reads the whole message strictly, also what it carries. */
    public static Step<StufPeek> read(byte[] document) {
        return STUF_READER.open(source(document), "").map(StufPeek::of);
    }

    /** The same of a message that carries something unreadable, so that it can be answered all the same. */
    public static Step<StufPeek> control(byte[] document) {
        return StufReader.control(document).map(StufPeek::of);
    }

    private static SourceMessage source(byte[] document) {
        return new SourceMessage(
                new nl.schakel.referral.PartnerId("peek"),
                nl.schakel.referral.Role.GEM,
                "",
                "text/xml",
                Optional.empty(),
                document,
                Map.of());
    }

    private static StufPeek of(Reader.Opened opened) {
        // An error message is of StUF as a whole; in an envelope only its control data are.
        boolean whole = opened.kind().endsWith("Bericht");
        Control control = new Control(opened.root(), whole ? "" : "stuf:");
        return new StufPeek(
                opened.kind(),
                kind(opened, control),
                control.party("zender"),
                control.party("ontvanger"),
                control.text("referentienummer"),
                control.text("crossRefnummer"),
                opened.inside().flatMap(inside -> inner(inside.root())));
    }

    private static String kind(Reader.Opened opened, Control control) {
        return opened.inside()
                .map(inside -> INNER.matcher(inside.kind()))
                .filter(Matcher::matches)
                .map(wmo -> "WMO" + wmo.group(1))
                .or(() -> control.text("berichtcode"))
                .orElse("");
    }

    private static Optional<String> inner(Branch message) {
        return text(message, "Header/BerichtIdentificatie/Identificatie", Map.of())
                .or(() -> text(message, "Header/BerichtIdentificatie/i:Identificatie", basis("3_2")))
                .or(() -> text(message, "Header/BerichtIdentificatie/i:Identificatie", basis("2_0")));
    }

    private static Map<String, String> basis(String release) {
        return Map.of("i", "http://www.istandaarden.nl/iwmo/" + release + "/basisschema/schema");
    }

    private record Control(Branch root, String prefix) {
        Optional<String> text(String name) {
            return StufPeek.text(root, "stuurgegevens/" + prefix + name, Map.of("stuf", STUF));
        }

        Party party(String name) {
            return new Party(
                    text(name + '/' + prefix + "organisatie").orElse(""),
                    text(name + '/' + prefix + "applicatie").orElse(""));
        }
    }

    private static Optional<String> text(Branch root, String path, Map<String, String> namespaces) {
        return new XmlPaths(namespaces)
                .compile(path, List.of()).all(Scope.whole(root)).stream()
                        .findFirst()
                        .flatMap(node -> node.leaf().flatMap(Leaf::text))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty());
    }
}
