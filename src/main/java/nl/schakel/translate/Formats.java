package nl.schakel.translate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nl.schakel.referral.Step;
import nl.schakel.translate.form.Form;
import nl.schakel.translate.form.FormReader;
import nl.schakel.translate.form.FormWriter;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.hl7.Hl7Writer;
import nl.schakel.translate.json.FhirReader;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.letter.LetterWriter;
import nl.schakel.translate.tree.JsonPaths;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.Writer;
import nl.schakel.translate.xml.SoapReader;
import nl.schakel.translate.xml.StufReader;
import nl.schakel.translate.xml.XmlReader;
import nl.schakel.translate.xml.XmlWriter;

/** The formats that mapping files may name with {@code reads}, {@code original} and {@code writes}. */
final class Formats {
    /** Names in {@code reads} of an outbound mapping: our own trees, not a partner's bytes. */
    static final String RELEASE = "release";

    static final String STATUS = "status";

    private static final String JSON_DOCUMENT = "json";
    private static final String FORM = "form";
    private static final String CSV = "csv";
    private static final Writer JSON = tree -> Step.next(StrictJson.write(tree));
    private static final Map<String, Reader> READERS = Map.of(
            "hl7v2", new Hl7Reader(),
            "fhir", new FhirReader(),
            "xml", new XmlReader(),
            "soap", new SoapReader(),
            "stuf-ggk", new StufReader());
    private static final Map<String, Writer> WRITERS = Map.of(
            "hl7v2",
            new Hl7Writer(),
            "fhir",
            JSON,
            JSON_DOCUMENT,
            JSON,
            "letter",
            new LetterWriter(),
            "xml",
            new XmlWriter());

    private Formats() {}

    /** Names that an inbound mapping may read. */
    static Set<String> readers() {
        return with(READERS.keySet(), JSON_DOCUMENT, FORM);
    }

    /** Names of formats in which a partner's own message can be read again. */
    static Set<String> originals() {
        return READERS.keySet();
    }

    static Set<String> writers() {
        return with(WRITERS.keySet(), CSV);
    }

    /** Whether a mapping of this format declares a form. */
    static boolean needsForm(String format) {
        return FORM.equals(format) || CSV.equals(format);
    }

    static Reader reader(String format) {
        return Objects.requireNonNull(READERS.get(format));
    }

    /** @param kinds all kinds of the family, in the order of its files */
    static Reader reader(String format, Optional<Form> form, List<String> kinds) {
        return switch (format) {
            case JSON_DOCUMENT -> FormReader.json(kinds);
            case FORM -> FormReader.form(form.orElseThrow(), kinds);
            default -> reader(format);
        };
    }

    static Writer writer(String format, Optional<Form> form) {
        return CSV.equals(format) ? FormWriter.csv(form.orElseThrow()) : Objects.requireNonNull(WRITERS.get(format));
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(more));
        return all;
    }

    /** How paths are written in the source of this format; our own trees have the paths of JSON. */
    static PathGrammar paths(String format, Map<String, String> namespaces) {
        Reader reader = READERS.get(format);
        return reader == null ? new JsonPaths() : reader.paths(namespaces);
    }
}
