package nl.schakel.translate.xml;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.tree.Values;

/**
 * A StUF-GGk envelope (Di01, Du01) with the message inside it, or an error message (Fo01); its kind is the name of its
 * root element. The inner document is read as strictly as the outer one; its places are written {@code
 * parameters/bericht/xmlBestand#Client/Bsn}.
 */
public final class StufReader implements Reader {
    private static final String STUF = "http://www.egem.nl/StUF/StUF0301";
    private static final Set<String> NAMESPACES = Set.of(
            "http://www.stufstandaarden.nl/koppelvlak/ggk0210",
            "http://www.stufstandaarden.nl/koppelvlak/ggk/0210",
            "http://www.egem.nl/StUF/sectormodel/ggk/0210",
            STUF);
    private static final PathGrammar PATHS = new XmlPaths(Map.of());

    @Override
    public PathGrammar paths() {
        return PATHS;
    }

    @Override
    public PathGrammar paths(Map<String, String> namespaces) {
        return new XmlPaths(namespaces);
    }

    @Override
    public Step<Opened> open(SourceMessage source, String name) {
        return XmlText.decode(source.bytes(), source.charset())
                .then(text -> XmlParser.parse(text, Branch.root(name), Limits.MESSAGE_BYTES)
                        .then(document -> envelope(document, text)));
    }

    /** The envelope alone, whatever it carries. */
    static Step<Opened> control(byte[] bytes) {
        return XmlText.decode(bytes, Optional.empty())
                .then(text -> XmlParser.parse(text, Branch.root(), Limits.MESSAGE_BYTES)
                        .then(StufReader::known)
                        .map(document -> outer(document, text, Optional.empty())));
    }

    private static Step<XmlParser.Document> known(XmlParser.Document document) {
        return NAMESPACES.contains(document.namespace())
                ? Step.next(document)
                : Step.stopped(Problem.at(ProblemCode.MESSAGE_TYPE_UNKNOWN, '/' + Values.name(document.name()))
                        .expected("a StUF-GGk 2.1 envelope"));
    }

    private static Step<Opened> envelope(XmlParser.Document document, String text) {
        return known(document).then(stuf -> whole(stuf, text));
    }

    private static Step<Opened> whole(XmlParser.Document document, String text) {
        Optional<Node> payload = payload(document.root());
        if (payload.isEmpty()) {
            return Step.next(outer(document, text, Optional.empty()));
        }
        return decoded(payload.get())
                .then(bytes -> inner(payload.get(), bytes))
                .map(inside -> outer(document, text, Optional.of(inside)));
    }

    private static Opened outer(XmlParser.Document document, String text, Optional<Opened> inside) {
        return new Opened(document.root(), document.name(), '/' + document.name(), Optional.of(text), inside);
    }

    private static Optional<Node> payload(Branch root) {
        return first(root, "parameters/bericht/xmlBestand").or(() -> first(root, "parameters/bericht/tekstBestand"));
    }

    private static Optional<Node> first(Branch root, String path) {
        return PATHS.compile(path, java.util.List.of()).all(Scope.whole(root)).stream()
                .findFirst();
    }

    private static Step<byte[]> decoded(Node payload) {
        String text = payload.leaf().flatMap(Leaf::text).orElse("").replaceAll("\\s", "");
        payload.leaf().ifPresent(Leaf::read);
        if (text.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, payload.place()));
        }
        try {
            return Step.next(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException broken) {
            return Step.stopped(
                    Problem.at(ProblemCode.VALUE_INVALID, payload.place()).expected("base64"));
        }
    }

    /** The outer place stands before the inner one: both are needed to find it. */
    private static Step<Opened> inner(Node payload, byte[] bytes) {
        Branch below = payload.parent().grow(Node.Kind.DOCUMENT, payload.name(), 1);
        Step<Opened> opened = XmlText.decode(bytes, Optional.empty())
                .then(text -> XmlParser.parse(text, below, Limits.TEXT_CHARACTERS)
                        .map(document -> XmlReader.opened(document, text, Optional.empty())));
        return opened.fold(
                inside -> Step.next(new Opened(
                        inside.root(),
                        inside.kind(),
                        below.path() + inside.kindPlace(),
                        inside.document(),
                        Optional.empty())),
                problem -> Step.stopped(problem.place()
                        .map(at -> problem.placed(inside(below, at)))
                        .orElse(problem)));
    }

    private static String inside(Branch below, String place) {
        return place.startsWith(below.path()) ? place : below.path() + place;
    }
}
