package nl.schakel.pipeline;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;

/** The parameters of a question: behind the question mark of its address, or as FHIR Parameters in its body. */
final class QueryString {
    /** Beside {@code Method}, among what a door passes on. */
    static final String HEADER = "Query";

    private static final int CHARACTERS = 2_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern NAME = Pattern.compile("[_A-Za-z][A-Za-z-]{0,39}");

    private final Map<String, List<String>> values;

    private QueryString(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @param known the names that mean something; another one is refused, for a name that is misspelt would widen the question */
    static Step<QueryString> of(Inbound who, Set<String> known) {
        Step<Map<String, List<String>>> address =
                address(Optional.ofNullable(who.headers().get(HEADER)).orElse(""));
        Step<Map<String, List<String>>> asked = "POST".equals(who.headers().get("Method")) && who.bytes().length > 0
                ? address.then(values -> body(who).map(further -> together(values, further)))
                : address;
        return asked.then(values -> values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .<Step<QueryString>>map(name -> Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, place(name))
                        .seen("a parameter that is not known here")
                        .expected(String.join(", ", known.stream().sorted().toList()))))
                .orElseGet(() -> Step.next(new QueryString(values))));
    }

    private static Step<Map<String, List<String>>> address(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (query.length() > CHARACTERS) {
            return Step.stopped(Problem.at(ProblemCode.LIMIT_EXCEEDED, "query").expected("at most " + CHARACTERS));
        }
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int is = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(is < 0 ? pair : pair.substring(0, is), StandardCharsets.UTF_8);
                String value = is < 0 ? "" : URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8);
                values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
            } catch (IllegalArgumentException broken) {
                return Step.stopped(
                        Problem.at(ProblemCode.SYNTAX_BROKEN, "query").expected("percent-encoded UTF-8"));
            }
        }
        return Step.next(values);
    }

    private static Map<String, List<String>> together(Map<String, List<String>> some, Map<String, List<String>> more) {
        more.forEach((name, values) ->
                some.computeIfAbsent(name, first -> new ArrayList<>()).addAll(values));
        return some;
    }

    private static Step<Map<String, List<String>>> body(Inbound who) {
        if (!who.mediaType().equals("application/fhir+json") && !who.mediaType().equals("application/json")) {
            return Step.stopped(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Type")
                    .expected("application/fhir+json"));
        }
        return StrictJson.readObject(who.bytes()).then(QueryString::parameters);
    }

    private static Step<Map<String, List<String>>> parameters(Json.Obj body) {
        if (!body.text("resourceType").equals(Optional.of("Parameters"))) {
            return Step.stopped(
                    Problem.at(ProblemCode.VALUE_INVALID, "resourceType").expected("Parameters"));
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Json parameter : body.list("parameter")) {
            Optional<Json.Obj> given = parameter.asObject();
            Optional<String> name = given.flatMap(one -> one.text("name"));
            Optional<String> value =
                    given.flatMap(one -> one.text("valueString").or(() -> one.text("valueCode")));
            if (name.isEmpty() || value.isEmpty()) {
                return Step.stopped(Problem.at(
                                ProblemCode.VALUE_INVALID,
                                name.map(QueryString::place).orElse("Parameters.parameter"))
                        .expected("a name and a valueString or valueCode"));
            }
            values.computeIfAbsent(name.get(), first -> new ArrayList<>()).add(value.get());
        }
        return Step.next(values);
    }

    /** What somebody wrote as a name is shown only when it looks like one: anything else may be anything. */
    private static String place(String name) {
        return NAME.matcher(name).matches() ? name : "query";
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** At most once, and one of these words. */
    Step<Optional<String>> word(String name, Set<String> words) {
        return once(name)
                .then(value -> value.isEmpty() || words.contains(value.get())
                        ? Step.next(value)
                        : wrong(
                                name,
                                value.get(),
                                String.join(", ", words.stream().sorted().toList())));
    }

    /** At most once, a whole number from {@code least} to {@code most}. */
    Step<Optional<Long>> number(String name, long least, long most) {
        String expected = "a whole number, " + least + (most == Long.MAX_VALUE ? " or more" : " to " + most);
        return once(name).then(value -> {
            if (value.isEmpty()) {
                return Step.next(Optional.empty());
            }
            if (!NUMBER.matcher(value.get()).matches()) {
                return wrong(name, value.get(), expected);
            }
            long number = Long.parseLong(value.get());
            return number < least || number > most
                    ? wrong(name, value.get(), expected)
                    : Step.next(Optional.of(number));
        });
    }

    private Step<Optional<String>> once(String name) {
        List<String> given = all(name);
        return given.size() > 1
                ? Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, name)
                        .seen(given.size() + " values")
                        .expected("at most one"))
                : Step.next(given.stream().findFirst());
    }

    private static <T> Step<T> wrong(String name, String value, String expected) {
        return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, name)
                .seen(value.length() + " characters")
                .expected(expected));
    }
}
