package nl.schakel.referral;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes a tree as compact JSON. Signatures and digests stand on these bytes, so there is one writer and no setting. */
final class JsonText {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder(2048);

    JsonText append(Json json) {
        if (json instanceof Json.Obj obj) {
            members(obj.members());
        } else if (json instanceof Json.Arr arr) {
            elements(arr.elements());
        } else if (json instanceof Json.Text value) {
            quoted(value.value());
        } else if (json instanceof Json.Num num) {
            text.append(num.value());
        } else if (json instanceof Json.Bool bool) {
            text.append(bool.value());
        } else {
            text.append("null");
        }
        return this;
    }

    byte[] utf8() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void members(Map<String, Json> members) {
        text.append('{');
        members.forEach(this::member);
        text.append('}');
    }

    /** No member ends with a brace that opens, so one before the next member says that it is the first. */
    private void member(String name, Json value) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        quoted(name);
        text.append(':');
        append(value);
    }

    private void elements(List<Json> elements) {
        char before = '[';
        for (Json element : elements) {
            text.append(before);
            append(element);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void quoted(String value) {
        text.append('"');
        if (isPlain(value)) {
            text.append(value);
        } else {
            for (int i = 0; i < value.length(); i++) {
                character(value.charAt(i));
            }
        }
        text.append('"');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void character(char c) {
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
}
