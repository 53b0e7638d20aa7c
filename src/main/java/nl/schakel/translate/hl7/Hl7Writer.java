package nl.schakel.translate.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import nl.schakel.referral.Json;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Values;
import nl.schakel.translate.tree.Writer;

/**
 * Writes a tree of segments as HL7 v2: {@code segments[*]} with {@code segment} and, by number, fields, their
 * repetitions, components and subcomponents. MSH-18 is the writer's: 8859/1, or UTF-8 where a name needs it.
 */
public final class Hl7Writer implements Writer {
    private static final String HEADER = "MSH";
    private static final String CHARSET_FIELD = "18";
    /** Segments that repeat and begin with a set id: it is counted where the rows leave it open, of OBX below each OBR. */
    private static final Set<String> COUNTED = Set.of("NK1", "DG1", "OBR", "OBX", "NTE");

    @Override
    public Step<byte[]> write(Json.Obj tree) {
        return Step.next(bytes(tree.list("segments")));
    }

    @Override
    public boolean saysDeletions() {
        return true;
    }

    @Override
    public String place(Json.Obj tree, String path) {
        return Hl7Places.of(tree, path);
    }

    public static byte[] bytes(List<Json> segments) {
        String text = text(segments, "8859/1");
        Charset charset = StandardCharsets.ISO_8859_1;
        if (!charset.newEncoder().canEncode(text)) {
            text = text(segments, "UNICODE UTF-8");
            charset = StandardCharsets.UTF_8;
        }
        return text.getBytes(charset);
    }

    private static String text(List<Json> segments, String charset) {
        StringBuilder text = new StringBuilder(512);
        Map<String, Integer> counts = new HashMap<>();
        for (Json segment : segments) {
            segment.asObject().ifPresent(s -> segment(s, charset, counts, text));
        }
        return text.toString();
    }

    private static void segment(Json.Obj segment, String charset, Map<String, Integer> counts, StringBuilder to) {
        String name = segment.text("segment").orElseThrow();
        SortedMap<Integer, Json> fields = numbered(segment);
        if (name.equals("OBR")) {
            counts.remove("OBX");
        }
        if (COUNTED.contains(name)) {
            fields.putIfAbsent(1, new Json.Text(Integer.toString(counts.merge(name, 1, Integer::sum))));
        }
        to.append(name);
        int written = 0;
        if (HEADER.equals(name)) {
            to.append("|^~\\&");
            written = 2;
            fields.put(Integer.valueOf(CHARSET_FIELD), new Json.Text(charset));
        }
        for (Map.Entry<Integer, Json> field : fields.entrySet()) {
            to.append("|".repeat(field.getKey() - written));
            field(field.getValue(), to);
            written = field.getKey();
        }
        to.append('\r');
    }

    private static void field(Json field, StringBuilder to) {
        if (!(field instanceof Json.Arr repetitions)) {
            composite(field, '^', to);
            return;
        }
        for (int i = 0; i < repetitions.elements().size(); i++) {
            if (i > 0) {
                to.append('~');
            }
            composite(repetitions.elements().get(i), '^', to);
        }
    }

    private static void composite(Json value, char delimiter, StringBuilder to) {
        if (value == Leaf.DELETION) {
            to.append("\"\"");
            return;
        }
        if (!(value instanceof Json.Obj parts)) {
            Hl7Escapes.encode(Values.text(value), to);
            return;
        }
        int written = 1;
        for (Map.Entry<Integer, Json> part : numbered(parts).entrySet()) {
            to.append(String.valueOf(delimiter).repeat(part.getKey() - written));
            composite(part.getValue(), '&', to);
            written = part.getKey();
        }
    }

    private static SortedMap<Integer, Json> numbered(Json.Obj parts) {
        SortedMap<Integer, Json> numbered = new TreeMap<>();
        parts.members().forEach((name, value) -> {
            if (!name.equals("segment")) {
                numbered.put(Integer.valueOf(name), value);
            }
        });
        return numbered;
    }
}
