package nl.schakel.translate.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.JsonBuilder;

/**
 * What can be read of the first segment of anything, without trusting the rest: for identity and for the answer to a
 * message that is refused.
 */
final class Hl7Header {
    /** An MSH with all its fields is shorter; beyond it nothing is looked at. */
    private static final int LOOKED_AT = 2_048;

    private static final int FIELD_CHARACTERS = 180;

    private final Hl7Delimiters delimiters;
    private final String[] fields;

    private Hl7Header(Hl7Delimiters delimiters, String[] fields) {
        this.delimiters = delimiters;
        this.fields = fields;
    }

    /** Empty when the bytes do not begin with MSH and its delimiters. */
    static Optional<Hl7Header> peek(byte[] bytes) {
        int end = 0;
        while (end < Math.min(bytes.length, LOOKED_AT) && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        String line = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        return Hl7Delimiters.of(line)
                .map(d -> new Hl7Header(d, line.split(Pattern.quote(String.valueOf(d.field())), -1)));
    }

    /** One component, decoded; empty when it is absent, too long, or not clean. */
    Optional<String> text(int field, int component) {
        List<String> all = components(field);
        return component <= all.size() && !all.get(component - 1).isBlank()
                ? Optional.of(all.get(component - 1).strip())
                : Optional.empty();
    }

    /** The components of a field as a field of our own writer. */
    Optional<Json> echo(int field) {
        JsonBuilder copy = new JsonBuilder();
        List<String> all = components(field);
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isEmpty()) {
                copy.set(Integer.toString(i + 1), new Json.Text(all.get(i)));
            }
        }
        return copy.isEmpty() ? Optional.empty() : Optional.of(copy.build());
    }

    private List<String> components(int field) {
        if (field > fields.length || fields[field - 1].length() > FIELD_CHARACTERS) {
            return List.of();
        }
        List<String> clean = new ArrayList<>();
        for (String part : fields[field - 1].split(Pattern.quote(String.valueOf(delimiters.component())), -1)) {
            clean.add(Hl7Escapes.decode(part, delimiters, StandardCharsets.ISO_8859_1)
                    .filter(text -> text.chars().allMatch(c -> c >= ' ' && c != 0x7F))
                    .orElse(""));
        }
        return clean;
    }
}
