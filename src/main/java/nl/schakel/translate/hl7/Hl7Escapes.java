package nl.schakel.translate.hl7;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;

/** Escape sequences of HL7 v2 chapter 2.7, read strictly and written for every sign that could pass for a delimiter. */
final class Hl7Escapes {
    private static final Pattern HEX = Pattern.compile("X(?:[0-9A-Fa-f]{2}){1,64}");

    private Hl7Escapes() {}

    /** The text meant; empty when a sequence is not closed, not known, or makes a control character. */
    static Optional<String> decode(String text, Hl7Delimiters delimiters, Charset charset) {
        StringBuilder decoded = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != delimiters.escape()) {
                decoded.append(c);
                at++;
                continue;
            }
            int end = text.indexOf(delimiters.escape(), at + 1);
            Optional<String> meant =
                    end < 0 ? Optional.empty() : sequence(text.substring(at + 1, end), delimiters, charset);
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            decoded.append(meant.get());
            at = end + 1;
        }
        return Optional.of(decoded.toString());
    }

    /** Formatting commands of free text become a line break or nothing; they carry no meaning for a client. */
    private static Optional<String> sequence(String name, Hl7Delimiters delimiters, Charset charset) {
        return switch (name) {
            case "F" -> Optional.of(String.valueOf(delimiters.field()));
            case "S" -> Optional.of(String.valueOf(delimiters.component()));
            case "T" -> Optional.of(String.valueOf(delimiters.subcomponent()));
            case "R" -> Optional.of(String.valueOf(delimiters.repetition()));
            case "E" -> Optional.of(String.valueOf(delimiters.escape()));
            case "H", "N" -> Optional.of("");
            case ".br", ".sp" -> Optional.of("\n");
            default -> HEX.matcher(name).matches() ? hex(name, charset) : Optional.empty();
        };
    }

    private static Optional<String> hex(String name, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 1; i < name.length(); i += 2) {
            bytes.write(Integer.parseInt(name.substring(i, i + 2), 16));
        }
        Optional<String> text =
                Hl7Charset.decode(bytes.toByteArray(), charset).fold(Optional::of, p -> Optional.empty());
        return text.map(t -> t.replace("\r\n", "\n").replace('\r', '\n'))
                .filter(t -> t.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\n' || c == '\t'));
    }

    /** Appends a value so that no reader can take a part of it for a delimiter, a segment end or a deletion. */
    static void encode(String value, StringBuilder to) {
        if ("\"\"".equals(value)) {
            to.append("\\X22\\\\X22\\");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '|' -> to.append("\\F\\");
                case '^' -> to.append("\\S\\");
                case '&' -> to.append("\\T\\");
                case '~' -> to.append("\\R\\");
                case '\\' -> to.append("\\E\\");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        to.append("\\X%02X\\".formatted((int) c));
                    } else {
                        to.append(c);
                    }
                }
            }
        }
    }
}
