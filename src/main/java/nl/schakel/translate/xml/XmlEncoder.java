package nl.schakel.translate.xml;

import java.util.Optional;

/** The one place where markup comes from: names of the mapping as they are, values escaped. */
final class XmlEncoder {
    private final StringBuilder text = new StringBuilder(1024);

    void declaration() {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    void begin(String name) {
        text.append('<').append(name);
    }

    void attribute(String name, String value) {
        text.append(' ').append(name).append("=\"");
        escape(value, true);
        text.append('"');
    }

    void content() {
        text.append('>');
    }

    void value(String value) {
        escape(value, false);
    }

    void end(String name) {
        text.append("</").append(name).append('>');
    }

    /** The first character that XML 1.0 cannot hold, as it is shown to a person. */
    static Optional<String> forbidden(String value) {
        return value.codePoints()
                .filter(c -> !allowed(c))
                .mapToObj("U+%04X"::formatted)
                .findFirst();
    }

    private static boolean allowed(int c) {
        if (c < ' ') {
            return c == '\t' || c == '\n' || c == '\r';
        }
        return c < 0xD800 || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
    }

    /** A parser makes blanks of line ends in attributes and drops CR in text: as references they stay what they are. */
    private void escape(String value, boolean inAttribute) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#13;");
                case '\n', '\t' -> line(c, inAttribute);
                default -> text.append(c);
            }
        }
    }

    private void line(char c, boolean inAttribute) {
        if (inAttribute) {
            text.append("&#").append((int) c).append(';');
        } else {
            text.append(c);
        }
    }

    String document() {
        return text.toString();
    }
}
