package nl.schakel.translate.xml;

import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.SourceMessage;

/** An XML document as a neutral tree; its kind is its root element as {@code {namespace}name}. */
public final class XmlReader implements Reader {

    @Override
    public Step<Opened> open(SourceMessage source, String name) {
        return XmlText.decode(source.bytes(), source.charset())
                .then(text -> XmlParser.parse(text, Branch.root(name), Limits.TEXT_CHARACTERS)
                        .map(document -> opened(document, text, Optional.empty())));
    }

    static Opened opened(XmlParser.Document document, String text, Optional<Opened> inside) {
        return new Opened(document.root(), document.kind(), '/' + document.name(), Optional.of(text), inside);
    }

    @Override
    public PathGrammar paths() {
        return paths(Map.of());
    }

    @Override
    public PathGrammar paths(Map<String, String> namespaces) {
        return new XmlPaths(namespaces);
    }
}
