package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.schakel.referral.Json;

/**
 * Which code lists are of which method of support: a code table says it with {@code # method: cti}, and what stands beside a
 * code of {@code method} in one resource is of that method.
 */
final class MethodLists {
    private static final Path CODES = Samples.MAPPINGS.resolve("codes");
    private static final String MARK = "# method: ";
    private static final String METHOD = "method";
    private static final Pattern NAMED =
            Pattern.compile("https://schakel.nl/fhir/(?:CodeSystem|StructureDefinition)/(.+)");
    private static final Pattern FORM = Pattern.compile("https://schakel.nl/fhir/Questionnaire/(.+)");

    private final Map<String, String> names;
    private final Map<String, String> ofTables;

    /** A code of a list in a resource: its place below the resource, with and without the numbers of elements. */
    record Found(String method, String list, String path) {
        String place() {
            return path.replaceAll("\\[\\d+]", "");
        }

        boolean isMethod() {
            return list.equals(METHOD);
        }
    }

    private record Code(String list, String path, String value) {}

    private MethodLists(Map<String, String> names, Map<String, String> ofTables) {
        this.names = names;
        this.ofTables = ofTables;
    }

    static MethodLists ofTheCodeTables() {
        Map<String, String> names = new LinkedHashMap<>();
        lines(CODES.resolve("method.csv"))
                .map(line -> line.split(","))
                .filter(row -> row.length == 3 && !row[0].equals("source"))
                .forEach(row -> names.put(row[0], row[2]));
        Map<String, String> lists = new LinkedHashMap<>();
        for (Path table : tables()) {
            lines(table).filter(line -> line.startsWith(MARK)).forEach(line -> {
                String method = line.substring(MARK.length()).strip();
                lists.put(table.getFileName().toString().replace(".csv", ""), method);
                names.putIfAbsent(method, method);
            });
        }
        return new MethodLists(names, lists);
    }

    Set<String> methods() {
        return names.keySet();
    }

    String name(String method) {
        return names.getOrDefault(method, method);
    }

    Map<String, String> ofTables() {
        return ofTables;
    }

    List<Found> in(Json.Obj resource) {
        List<Code> codes = new ArrayList<>();
        walk(resource, "", codes);
        Set<String> methods = new TreeSet<>();
        codes.stream().filter(code -> code.list().equals(METHOD)).forEach(code -> methods.add(code.value()));
        return codes.stream()
                .flatMap(code -> method(code, methods).map(m -> new Found(m, code.list(), code.path())).stream())
                .toList();
    }

    private Optional<String> method(Code code, Set<String> methods) {
        if (code.list().equals(METHOD)) {
            return Optional.of(code.value()).filter(names::containsKey);
        }
        return Optional.ofNullable(ofTables.get(code.list().replaceFirst("^form ", "")))
                .or(() -> methods.stream().findFirst());
    }

    /** Codings by their system, extensions by their address, a form by its questionnaire. */
    private static void walk(Json node, String at, List<Code> found) {
        if (node instanceof Json.Obj object) {
            of(object, at).ifPresent(found::add);
            object.text("questionnaire")
                    .map(FORM::matcher)
                    .filter(Matcher::matches)
                    .ifPresent(
                            form -> found.add(new Code("form " + form.group(1), at + "questionnaire", form.group())));
            object.members()
                    .forEach((member, value) ->
                            walk(value, at + member + (value instanceof Json.Obj ? "." : ""), found));
        } else if (node instanceof Json.Arr array) {
            IntStream.range(0, array.elements().size())
                    .forEach(i -> walk(array.elements().get(i), at + "[" + i + "].", found));
        }
    }

    private static Optional<Code> of(Json.Obj object, String at) {
        Matcher named =
                NAMED.matcher(object.text("system").or(() -> object.text("url")).orElse(""));
        return named.matches()
                ? Stream.of("code", "valueCode", "valueDate")
                        .filter(member -> object.text(member).isPresent())
                        .findFirst()
                        .map(member -> new Code(
                                named.group(1), at + member, object.text(member).orElseThrow()))
                : Optional.empty();
    }

    private static List<Path> tables() {
        try (Stream<Path> files = Files.list(CODES)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
