package nl.schakel.translate.hl7;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.tree.Values;

/** Reads HL7 v2.4 to 2.5.1, encoding ER7, by hand: the bytes first, then one pass that splits. */
public final class Hl7Reader implements Reader {
    public static final Set<String> VERSIONS = Set.of("2.4", "2.5", "2.5.1");
    private static final Path MESSAGE_CODE = path("MSH-9.1");
    private static final Path TRIGGER_EVENT = path("MSH-9.2");
    private static final Path CONTROL_ID = path("MSH-10");
    private static final Path VERSION = path("MSH-12.1");
    private static final List<Path> READ_HERE = List.of(path("MSH-9"), path("MSH-12"), path("MSH-18"));

    private static final String PERSON_UPDATE = "ADT^A31";
    private static final String CONSENT = "CON";

    private static Path path(String text) {
        return new Hl7Paths().compile(text, List.of());
    }

    @Override
    public PathGrammar paths() {
        return new Hl7Paths();
    }

    @Override
    public Step<Opened> open(SourceMessage source, String name) {
        return Hl7Bytes.text(source)
                .then(text -> Hl7Parser.parse(text.text(), name, text.charset()))
                .then(Hl7Reader::opened);
    }

    private static Step<Opened> opened(Branch root) {
        Scope whole = Scope.whole(root);
        String kind = kind(whole);
        // With its blanks, which mean nothing elsewhere: another reader takes a version with blanks for none.
        String version = VERSION.value(whole).map(Hl7Reader::exactly).orElse("");
        Optional<String> controlId = text(CONTROL_ID, whole);
        if (!VERSIONS.contains(version)) {
            return Step.stopped(Problem.at(ProblemCode.VERSION_UNSUPPORTED, "MSH-12")
                    .seen(Values.code(version))
                    .expected("2.4, 2.5 or 2.5.1"));
        }
        if (controlId.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.MESSAGE_ID_MISSING, "MSH-10"));
        }
        if (controlId.get().length() > Limits.MESSAGE_ID_CHARACTERS) {
            return Step.stopped(Problem.at(ProblemCode.LIMIT_EXCEEDED, "MSH-10")
                    .expected("at most " + Limits.MESSAGE_ID_CHARACTERS + " characters"));
        }
        READ_HERE.forEach(path -> path.all(whole).forEach(node -> node.leaves(Leaf::read)));
        return Step.next(new Opened(root, kind, "MSH-9"));
    }

    /** A person update with a CON segment speaks of consent, and has a name of its own in the field: A31+CON. */
    private static String kind(Scope whole) {
        String kind = text(MESSAGE_CODE, whole).orElse("")
                + '^'
                + text(TRIGGER_EVENT, whole).orElse("");
        boolean consent =
                PERSON_UPDATE.equals(kind) && !path(CONSENT).all(whole).isEmpty();
        return consent ? kind + '+' + CONSENT : kind;
    }

    private static String exactly(Leaf leaf) {
        return leaf.value() instanceof Json.Text text ? text.value() : "";
    }

    private static Optional<String> text(Path path, Scope whole) {
        return path.value(whole).flatMap(Leaf::text);
    }
}
