package nl.schakel.translate.laws;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HL7 v2 message, split by hand: segments, fields, repetitions, components, subcomponents. */
final class Hl7Draft implements Draft {
    private static final String SEPARATORS = "|~^&";
    private static final Pattern ESCAPE = Pattern.compile("\\\\([FSTRE])\\\\");

    private final Charset charset;
    private final List<List<String>> segments = new ArrayList<>();

    Hl7Draft(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        charset = latin.contains("UNICODE UTF-8") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        for (String segment : new String(bytes, charset).split("\r")) {
            segments.add(new ArrayList<>(Arrays.asList(segment.split("\\|", -1))));
        }
    }

    @Override
    public List<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        for (List<String> segment : segments) {
            for (int field = 1; field < segment.size(); field++) {
                if (!"MSH".equals(segment.get(0))) {
                    int at = field;
                    below(segment.get(0) + '-' + field, segment.get(field), 1, v -> segment.set(at, v), spots);
                }
            }
        }
        return spots;
    }

    private static void below(String place, String text, int level, Consumer<String> change, List<Spot> spots) {
        if (text.isEmpty()) {
            return;
        }
        if (level == SEPARATORS.length()) {
            spots.add(new Spot(place, unescaped(text), v -> change.accept(escaped(v)), () -> change.accept("")));
            return;
        }
        String separator = SEPARATORS.substring(level, level + 1);
        List<String> parts = new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
        for (int i = 0; i < parts.size(); i++) {
            int at = i;
            below(
                    level == 1 ? place : place + '.' + (i + 1),
                    parts.get(i),
                    level + 1,
                    value -> {
                        parts.set(at, value);
                        change.accept(String.join(separator, parts));
                    },
                    spots);
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\\' -> escaped.append("\\E\\");
                case '|' -> escaped.append("\\F\\");
                case '^' -> escaped.append("\\S\\");
                case '&' -> escaped.append("\\T\\");
                case '~' -> escaped.append("\\R\\");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "F" -> "|";
                            case "S" -> "^";
                            case "T" -> "&";
                            case "R" -> "~";
                            default -> "\\";
                        }));
    }

    @Override
    public boolean holds(char letter) {
        return charset.newEncoder().canEncode(letter);
    }

    @Override
    public byte[] bytes() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(String.join("|", segment)).append('\r'));
        return text.toString().getBytes(charset);
    }
}
