package nl.schakel.translate.form;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.csv.CsvDialect;
import nl.schakel.translate.csv.CsvReader;
import nl.schakel.translate.csv.CsvSplitter;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonTree;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.tree.Values;

/**
 * Reads a form in the shape its media type says, or a JSON document. What kind it is, is said by the field the mapping
 * names, or else by the first kind of the family that stands in it as a member.
 */
public final class FormReader implements Reader {
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String MAIL = "message/rfc822";

    private final Optional<Form> form;
    private final List<String> kinds;

    private FormReader(Optional<Form> form, List<String> kinds) {
        this.form = form;
        this.kinds = List.copyOf(kinds);
    }

    /** A reader of JSON, CSV and mail. */
    public static Reader form(Form form, List<String> kinds) {
        return new FormReader(Optional.of(form), kinds);
    }

    /** A reader of JSON documents alone. */
    public static Reader json(List<String> kinds) {
        return new FormReader(Optional.empty(), kinds);
    }

    @Override
    public Step<Opened> open(SourceMessage source, String name) {
        return tree(source, name).map(root -> {
            source.hangFacts(root);
            return opened(root);
        });
    }

    private Step<Branch> tree(SourceMessage source, String name) {
        return switch (source.mediaType().toLowerCase(Locale.ROOT)) {
            case JSON -> json(source, name);
            case CSV -> form.map(f -> csv(f, source, name)).orElseGet(() -> unsupported(source));
            case MAIL -> form.map(f -> MailForm.read(this, source, name)).orElseGet(() -> unsupported(source));
            default -> unsupported(source);
        };
    }

    private Step<Branch> unsupported(SourceMessage source) {
        return Step.stopped(Problem.of(ProblemCode.MEDIA_TYPE_UNSUPPORTED)
                .seen(Values.code(source.mediaType()))
                .expected(form.isPresent() ? String.join(", ", JSON, CSV, MAIL) : JSON));
    }

    private static Step<Branch> json(SourceMessage source, String name) {
        boolean other = source.charset().map(c -> !"utf-8".equalsIgnoreCase(c)).orElse(false);
        return other
                ? Step.stopped(Problem.of(ProblemCode.CHARSET_INVALID).expected("UTF-8"))
                : StrictJson.readObject(source.bytes())
                        .then(JsonTree::withoutOurs)
                        .map(object -> JsonTree.of(object, name));
    }

    private static Step<Branch> csv(Form form, SourceMessage source, String name) {
        return form.dialect(source.charset())
                .map(dialect -> CsvReader.read(source.bytes(), dialect, source.facts(), name))
                .orElseGet(FormReader::unknownCharset);
    }

    /** The rows of a file, each as a message of its own; see {@link CsvSplitter}. */
    public Step<List<CsvSplitter.Part>> rows(SourceMessage file, String fileId) {
        if (form.isEmpty() || !CSV.equalsIgnoreCase(file.mediaType())) {
            return Step.stopped(Problem.of(ProblemCode.MEDIA_TYPE_UNSUPPORTED)
                    .seen(Values.code(file.mediaType()))
                    .expected(CSV));
        }
        return form.get()
                .dialect(file.charset())
                .map(dialect -> CsvSplitter.split(file.bytes(), dialect, fileId))
                .orElseGet(FormReader::unknownCharset);
    }

    private static <T> Step<T> unknownCharset() {
        return Step.stopped(Problem.of(ProblemCode.CHARSET_INVALID).expected("one of " + CsvDialect.charsets()));
    }

    /** An attachment is read like a message of its own, but a mail within a mail is not. */
    Step<Branch> attachment(SourceMessage attached, String name) {
        return MAIL.equalsIgnoreCase(attached.mediaType()) ? unsupported(attached) : tree(attached, name);
    }

    private Opened opened(Branch root) {
        Optional<String> field = form.flatMap(Form::kind);
        if (field.isEmpty()) {
            return new Opened(
                    root, kinds.stream().filter(k -> has(root, k)).findFirst().orElse(""), "the members");
        }
        Optional<Leaf> leaf = root.kids().stream()
                .filter(kid -> kid.name().equals(field.get()))
                .flatMap(kid -> kid.leaf().stream())
                .findFirst();
        leaf.ifPresent(Leaf::read);
        return new Opened(
                root, leaf.flatMap(Leaf::text).orElse(""), leaf.map(Node::path).orElse(field.get()));
    }

    private static boolean has(Branch root, String member) {
        return root.kids().stream().anyMatch(kid -> kid.name().equals(member));
    }
}
