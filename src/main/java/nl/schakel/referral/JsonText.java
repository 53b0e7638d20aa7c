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
        char before = '{';
        for (Map.Entry<String, Json> member : members.entrySet()) {
            text.append(before);
            quoted(member.getKey());
            text.append(':');
            append(member.getValue());
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
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
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        text.append('"');
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
