package nl.schakel.directory;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${home}} and {@code ${demo.<partner>.port}}, and nothing else: no default values, no nesting, no
 * expressions. What is filled in is not looked at again.
 */
final class Placeholders {
    private static final Pattern KNOWN = Pattern.compile("\\$\\{(home|demo\\.[a-z][a-z0-9-]{1,39}\\.port)}");

    private final Optional<Map<String, String>> values;

    /** Empty values leave every placeholder as it is. */
    Placeholders(Optional<Map<String, String>> values) {
        this.values = values;
    }

    String fill(String text, StrictYaml.Read file, String pointer) {
        if (values.isEmpty()) {
            return text;
        }
        Matcher matcher = KNOWN.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), file, pointer)));
    }

    private String value(String name, StrictYaml.Read file, String pointer) {
        String value = values.map(v -> v.get(name)).orElse(null);
        if (value == null) {
            throw file.invalid(pointer, "${" + name + "}", "a setting that gives it a value");
        }
        return value;
    }
}
