package nl.schakel.translate.xml;

import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.SourceMessage;

/**
 * A SOAP 1.1 envelope: an XML document whose kind is the first element of the Body. An answer has no id of its own: what
 * the door knew beside it stands under {@code $facts}, a name that no element has.
 */
public final class SoapReader implements Reader {
    private static final String ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}Envelope";
    private static final String FACTS = "$facts";
    private final Reader xml = new XmlReader();

    @Override
    public Step<Opened> open(SourceMessage source, String name) {
        return xml.open(source, name).then(SoapReader::operation).map(opened -> facts(opened, source));
    }

    private static Step<Opened> operation(Opened opened) {
        if (!opened.kind().equals(ENVELOPE)) {
            return Step.stopped(
                    Problem.at(ProblemCode.SYNTAX_BROKEN, opened.kindPlace()).expected("a SOAP 1.1 Envelope"));
        }
        return below(opened.root(), "Body")
                .flatMap(body -> body.kids().stream().findFirst())
                .map(first -> Step.next(
                        new Opened(opened.root(), kind(first), first.place(), opened.document(), Optional.empty())))
                .orElseGet(() -> Step.stopped(
                        Problem.at(ProblemCode.REQUIRED_MISSING, "Body").expected("an operation")));
    }

    /** Not part of the message, so nothing of it can be lost. */
    private static Opened facts(Opened opened, SourceMessage source) {
        Branch facts = opened.root().grow(Node.Kind.TAG, FACTS, 1);
        source.facts()
                .forEach((name, value) ->
                        facts.bear(Node.Kind.TAG, name, 1, new Json.Text(value)).read());
        return opened;
    }

    private static String kind(Node operation) {
        return operation.namespace().isEmpty()
                ? operation.name()
                : '{' + operation.namespace() + '}' + operation.name();
    }

    private static Optional<Branch> below(Branch root, String name) {
        return root.kids().stream()
                .filter(kid -> kid.name().equals(name) && kid.namespace().isEmpty())
                .filter(Branch.class::isInstance)
                .map(Branch.class::cast)
                .findFirst();
    }

    @Override
    public PathGrammar paths() {
        return xml.paths();
    }

    @Override
    public PathGrammar paths(Map<String, String> namespaces) {
        return xml.paths(namespaces);
    }
}
