package nl.schakel.translate.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Scope;

/** Single values out of a SOAP 1.1 answer, read as strictly as a message. */
public final class SoapContent {
    private final String namespace;
    private final String name;
    private final Branch root;

    private SoapContent(String namespace, String name, Branch root) {
        this.namespace = namespace;
        this.name = name;
        this.root = root;
    }

    /** Reads an answer; stopped when it is no SOAP 1.1. */
    public static Step<SoapContent> read(byte[] answer) {
        return SoapEnvelope.open(answer, Optional.empty())
                .then(body -> XmlText.decode(body.document(), Optional.empty())
                        .then(text -> XmlParser.parse(text, Branch.root(), Limits.TEXT_CHARACTERS))
                        .map(document -> new SoapContent(body.namespace(), body.name(), document.root())));
    }

    /** Local name of what the Body holds. */
    public String name() {
        return name;
    }

    /** The text of the first element of this name in this namespace; empty for an element without text. */
    public Optional<String> first(String of, String element) {
        // What is of the same namespace as the root is named without a prefix; a Fault is of the envelope's own.
        String path = !of.isEmpty() && of.equals(namespace) ? "//" + element : "//x:" + element;
        return new XmlPaths(Map.of("x", of.isEmpty() ? XmlElement.NOWHERE : of))
                .compile(path, List.of()).all(Scope.whole(root)).stream()
                        .findFirst()
                        .flatMap(node -> node.leaf().flatMap(Leaf::text))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        return "SoapContent[" + name + "]";
    }
}
