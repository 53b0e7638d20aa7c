package nl.schakel.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.Sha256;

/**
 * The forms that clients sign ({@code mappings/consent-forms}): a message that can only name the form says with it to whom
 * and about what, in the exact text that the client saw.
 */
final class ConsentForms {
    /** No form. */
    static final ConsentForms NONE = new ConsentForms(Map.of());

    private static final String SYSTEM = "https://schakel.nl/fhir/NamingSystem/consent-form";
    private static final String KIND = "https://schakel.nl/fhir/NamingSystem/kind-of-organisation";
    private static final String CATEGORY = "https://schakel.nl/fhir/CodeSystem/data-category";
    private static final String PURPOSE = "https://schakel.nl/fhir/CodeSystem/purpose";
    /** A line such as {@code word opvang: MO, BW}. */
    private static final String WORD = "word ";

    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

    private final Map<String, Form> forms;

    /**
     * One form.
     *
     * @param words what a client ticks or names on it, small, and whom each means; empty for a form that names its receivers
     * @param textSha256 over the exact text
     */
    private record Form(
            List<Role> receivers,
            Map<String, List<Role>> words,
            List<Purpose> purposes,
            List<Category> categories,
            String textSha256) {

        /** Whom this consent means; empty when one of its words is not on the form. */
        Optional<List<Role>> named(Json.Obj consent) {
            if (words.isEmpty()) {
                return Optional.of(receivers);
            }
            List<String> said = said(consent);
            return said.isEmpty() || !words.keySet().containsAll(said)
                    ? Optional.empty()
                    : Optional.of(said.stream()
                            .flatMap(word -> words.getOrDefault(word, List.of()).stream())
                            .distinct()
                            .toList());
        }

        private static List<String> said(Json.Obj consent) {
            return consent.object("provision").stream()
                    .flatMap(provision -> provision.list("actor").stream())
                    .flatMap(actor -> actor.asObject().stream())
                    .flatMap(actor -> actor.object("reference").stream())
                    .flatMap(reference -> reference.text("display").stream())
                    .flatMap(display -> Arrays.stream(display.split("[;,]")))
                    .map(word -> word.strip().toLowerCase(Locale.ROOT))
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }

    private ConsentForms(Map<String, Form> forms) {
        this.forms = Map.copyOf(forms);
    }

    /**
     * Reads the folder; there are no forms where there is none.
     *
     * @throws IllegalStateException naming the file that is not valid
     */
    static ConsentForms read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return NONE;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ConsentForms(files.filter(file -> file.toString().endsWith(".txt"))
                    .collect(Collectors.toUnmodifiableMap(ConsentForms::name, ConsentForms::form)));
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceAll("\\.txt$", "");
    }

    private static Form form(Path file) {
        try {
            String[] parts = Files.readString(file).split("\n\n", 2);
            if (parts.length != 2 || parts[1].isBlank()) {
                throw invalid(file, "an empty line and the text that the client sees");
            }
            Map<String, List<Role>> named = parts[0].lines()
                    .filter(line -> line.startsWith(WORD))
                    .collect(Collectors.toUnmodifiableMap(
                            line -> line.substring(WORD.length(), line.indexOf(':'))
                                    .strip()
                                    .toLowerCase(Locale.ROOT),
                            line -> words(file, parts[0], line.substring(0, line.indexOf(':')), Role::of)));
            return new Form(
                    named.isEmpty() ? words(file, parts[0], "receivers", Role::of) : List.of(),
                    named,
                    words(file, parts[0], "purposes", Purpose::of),
                    words(file, parts[0], "categories", Category::of),
                    Sha256.hex(parts[1].strip().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static <T> List<T> words(Path file, String head, String name, Function<String, Optional<T>> meaning) {
        String line = head.lines()
                .filter(l -> l.startsWith(name + ":"))
                .findFirst()
                .orElseThrow(() -> invalid(file, "a line " + name + ":"));
        return Arrays.stream(line.substring(name.length() + 1).split(","))
                .map(String::strip)
                .map(word ->
                        meaning.apply(word).orElseThrow(() -> invalid(file, name + " of mappings/policy/legend.json")))
                .toList();
    }

    private static IllegalStateException invalid(Path file, String expected) {
        return new IllegalStateException(file.getFileName() + ": expected " + expected);
    }

    /** Hash of the text behind the form that this consent names. */
    Optional<String> evidence(Json.Obj consent) {
        return form(consent).map(Form::textSha256);
    }

    /** The consent with what its form says; as it is when it names none that is known. */
    Json.Obj spelledOut(Json.Obj consent) {
        return form(consent)
                .flatMap(form -> form.named(consent)
                        .map(receivers -> consent.with(
                                "provision",
                                consent.object("provision")
                                        .orElse(Json.object())
                                        .without("code")
                                        .with("actor", array(receivers, ConsentForms::actor))
                                        .with("purpose", array(form.purposes(), p -> coding(PURPOSE, p.code())))
                                        .with("class", array(form.categories(), c -> coding(CATEGORY, c.code()))))))
                .orElse(consent);
    }

    private Optional<Form> form(Json.Obj consent) {
        return consent.object("sourceReference")
                .flatMap(source -> source.object("identifier"))
                .filter(id -> id.text("system").equals(Optional.of(SYSTEM)))
                .flatMap(id -> id.text("value"))
                .map(forms::get);
    }

    private static <T> Json.Arr array(List<T> all, Function<T, Json.Obj> each) {
        return new Json.Arr(all.stream().<Json>map(each).toList());
    }

    private static Json.Obj actor(Role role) {
        return Json.object()
                .with("role", Json.object().with("coding", Json.array(coding(PARTICIPATION, "IRCP"))))
                .with(
                        "reference",
                        Json.object()
                                .with(
                                        "identifier",
                                        Json.object().with("system", KIND).with("value", role.name())));
    }

    private static Json.Obj coding(String system, String code) {
        return Json.object().with("system", system).with("code", code);
    }
}
