package nl.schakel.referral;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes a tree as compact JSON. Signatures and digests stand on these bytes, so there is one writer and no setting. */
final class JsonText {
    private static final HexFormat HEX = HexFormat.of();

    /** Characters that stand for themselves and take one byte. */
    private static final boolean[] PLAIN = plain();

    private static final int LONGEST_ESCAPE = 6;

    private byte[] bytes = new byte[4096];
    private int length;

    JsonText append(Json json) {
        if (json instanceof Json.Text value) {
            quoted(value.value());
        } else if (json instanceof Json.Obj obj) {
            members(obj.own());
        } else if (json instanceof Json.Arr arr) {
            elements(arr.elements());
        } else if (json instanceof Json.Num num) {
            ascii(num.value().toString());
        } else if (json instanceof Json.Bool bool) {
            ascii(Boolean.toString(bool.value()));
        } else {
            ascii("null");
        }
        return this;
    }

    byte[] utf8() {
        return Arrays.copyOf(bytes, length);
    }

    private void members(Map<String, Json> members) {
        sign('{');
        if (members instanceof OrderedMembers<Json> ordered) {
            for (int i = 0; i < ordered.size(); i++) {
                member(ordered.name(i), ordered.value(i));
            }
        } else {
            members.forEach(this::member);
        }
        sign('}');
    }

    /** No member ends with a brace that opens, so one before the next member says that it is the first. */
    private void member(String name, Json value) {
        if (bytes[length - 1] != '{') {
            sign(',');
        }
        quoted(name);
        sign(':');
        append(value);
    }

    private void elements(List<Json> elements) {
        sign('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                sign(',');
            }
            append(elements.get(i));
        }
        sign(']');
    }

    private void quoted(String value) {
        int count = value.length();
        room(count + 2);
        byte[] into = bytes;
        int at = length;
        into[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = value.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                length = at;
                special(value, i);
                return;
            }
            into[at++] = (byte) c;
        }
        into[at++] = '"';
        length = at;
    }

    /** The rest of a value from the first character that does not stand for itself. */
    private void special(String value, int from) {
        StringBuilder rest = new StringBuilder(value.length() - from + LONGEST_ESCAPE);
        for (int i = from; i < value.length(); i++) {
            character(value.charAt(i), rest);
        }
        byte[] encoded = rest.append('"').toString().getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private static void character(char c, StringBuilder text) {
        if (c == '"' || c == '\\') {
            text.append('\\').append(c);
        } else if (c == '\n') {
            text.append("\\n");
        } else if (c == '\r') {
            text.append("\\r");
        } else if (c == '\t') {
            text.append("\\t");
        } else if (c < ' ') {
            text.append("\\u").append(HEX.toHexDigits(c));
        } else {
            text.append(c);
        }
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void sign(char c) {
        room(1);
        bytes[length++] = (byte) c;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[128];
        Arrays.fill(plain, ' ', plain.length, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }
}
