package nl.schakel.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into our own tree that is both read and written: {@code telecom[system=phone].value}. What chooses an element on the
 * way out is what a new element is given on the way in.
 */
record OurPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("([^\\[\\]./]+)(?:\\[((?:[^\\[\\]]|\\[\\d{1,3}])+)])?");
    private static final Pattern INDEX = Pattern.compile("\\d{1,3}|\\*");
    private static final String EACH = "*";

    /**
     * A name, and which of several is meant.
     *
     * @param index a number, or a star for each
     * @param chosen what an element is known by: path below it to value
     */
    record Step(String name, Optional<String> index, Map<String, String> chosen) {
        String target() {
            return chosen.isEmpty() ? name + index.map(i -> '[' + i + ']').orElse("") : name + "[*]";
        }

        String source() {
            if (chosen.isEmpty()) {
                return name
                        + index.filter(i -> !EACH.equals(i))
                                .map(i -> '[' + i + ']')
                                .orElse("");
            }
            List<String> all = new ArrayList<>();
            chosen.forEach((path, value) -> all.add(path.replaceAll("\\[[^\\]]*]|\\(\\d+\\)", "") + '=' + value));
            return name + '[' + String.join(",", all) + ']';
        }
    }

    OurPath {
        steps = List.copyOf(steps);
    }

    /** Refuses, at its place, what can be read but not written. */
    static OurPath of(Written written) {
        List<Step> steps = new ArrayList<>();
        String rest = written.text();
        while (true) {
            Matcher step = STEP.matcher(rest);
            if (!step.lookingAt()) {
                throw written.wrong("'" + written.text() + "' is no path such as telecom[system=phone].value");
            }
            steps.add(step(step.group(1), Optional.ofNullable(step.group(2)), written));
            if (step.end() == rest.length()) {
                return new OurPath(steps);
            }
            rest = rest.charAt(step.end()) == '.' ? rest.substring(step.end() + 1) : "";
        }
    }

    private static Step step(String name, Optional<String> brackets, Written written) {
        if (brackets.isEmpty() || INDEX.matcher(brackets.get()).matches()) {
            return new Step(name, brackets, Map.of());
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String part : brackets.get().split(",", -1)) {
            String[] sides = part.split("=", 2);
            if (sides.length != 2 || sides[0].isBlank() || sides[0].endsWith("!") || sides[1].contains("|")) {
                throw written.wrong("[" + part + "] can be read but not written: a row that works both ways needs "
                        + "[path=value], or write two rows");
            }
            chosen.put(sides[0].strip(), sides[1].strip());
        }
        return new Step(name, Optional.empty(), chosen);
    }

    /** As a source path. */
    String source() {
        return String.join(".", steps.stream().map(Step::source).toList());
    }

    /** As the target of a row or a group; an element that is chosen is a new one. */
    String target() {
        return String.join(".", steps.stream().map(Step::target).toList());
    }

    /** What the last step's element is known by. */
    Map<String, String> chosen() {
        return steps.get(steps.size() - 1).chosen();
    }

    /** The path to the first element that is chosen by a value; empty when there is none before the last step. */
    Optional<OurPath> element() {
        for (int i = 0; i < steps.size() - 1; i++) {
            if (!steps.get(i).chosen().isEmpty()) {
                return Optional.of(new OurPath(steps.subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }

    /** What follows after this many steps. */
    OurPath after(OurPath first) {
        return new OurPath(steps.subList(first.steps().size(), steps.size()));
    }
}
