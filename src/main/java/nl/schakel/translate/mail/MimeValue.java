package nl.schakel.translate.mail;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header value with parameters: {@code text/csv; charset=windows-1252; name="intake.csv"}.
 *
 * @param value in lower case
 * @param parameters by their lower-case names
 */
record MimeValue(String value, Map<String, String> parameters) {
    private static final Pattern VALUE = Pattern.compile("\\s*([A-Za-z0-9!#$&^_.+/-]{1,127})\\s*");
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*([A-Za-z0-9_*-]{1,40})\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.){0,300})\"|([^\\s\";]{1,300}))\\s*");

    /** Empty when it is not well formed, or names a parameter twice or in pieces (RFC 2231 section 3). */
    static Optional<MimeValue> of(String header) {
        Matcher value = VALUE.matcher(header);
        if (!value.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher next = PARAMETER.matcher(header);
        int at = value.end();
        while (at < header.length() && next.find(at) && next.start() == at) {
            String name = next.group(1).toLowerCase(Locale.ROOT);
            String text = next.group(3) == null ? next.group(2).replaceAll("\\\\(.)", "$1") : next.group(3);
            if (name.contains("*") || parameters.put(name, text) != null) {
                return Optional.empty();
            }
            at = next.end();
        }
        boolean whole = at == header.length() || ";".equals(header.substring(at).strip());
        return whole
                ? Optional.of(new MimeValue(value.group(1).toLowerCase(Locale.ROOT), parameters))
                : Optional.empty();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
