package nl.schakel.bench;

import java.nio.charset.StandardCharsets;

/** JSON written straight into text: no tree in between. What turned out to be empty is taken back. */
final class JsonOut {
    private final StringBuilder text = new StringBuilder(6_000);

    /** Constants as they will stand there, commas and all. */
    JsonOut raw(String json) {
        text.append(json);
        return this;
    }

    int mark() {
        return text.length();
    }

    void back(int mark) {
        text.setLength(mark);
    }

    /** A comma where something stands before it in the same object or array. */
    JsonOut comma() {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[') {
            text.append(',');
        }
        return this;
    }

    /** A member, when there is a value for it. */
    boolean member(String name, String value) {
        if (value.isEmpty()) {
            return false;
        }
        comma();
        text.append('"').append(name).append("\":");
        quoted(value);
        return true;
    }

    /** An element, when there is a value for it. */
    boolean element(String value) {
        if (value.isEmpty()) {
            return false;
        }
        comma();
        quoted(value);
        return true;
    }

    private void quoted(String value) {
        text.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, plain, i);
                escaped(c);
                plain = i + 1;
            }
        }
        text.append(value, plain, value.length()).append('"');
    }

    private void escaped(char c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> text.append("\\u%04x".formatted((int) c));
        }
    }

    byte[] utf8() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
