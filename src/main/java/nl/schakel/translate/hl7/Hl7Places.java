package nl.schakel.translate.hl7;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;

/** Places in a tree of segments as HL7 v2 writes them: {@code segments[3].5[0].1.1} is {@code PID-5.1.1}. */
final class Hl7Places {
    private static final Pattern PLACE =
            Pattern.compile("segments\\[(\\d+)]\\.(\\d+)\\[(\\d+)](?:\\.(\\d+))?(?:\\.(\\d+))?");

    private static final Pattern SEGMENT = Pattern.compile("segments\\[(\\d+)]\\.segment");

    private Hl7Places() {}

    static String of(Json.Obj tree, String path) {
        List<Json> segments = tree.list("segments");
        Matcher name = SEGMENT.matcher(path);
        if (name.matches()) {
            return segment(segments, name);
        }
        Matcher place = PLACE.matcher(path);
        return place.matches() ? segment(segments, place) + field(segments, place) : path;
    }

    private static String segment(List<Json> segments, Matcher place) {
        int index = Integer.parseInt(place.group(1));
        String name = name(segments.get(index));
        long nth = segments.subList(0, index + 1).stream()
                .filter(s -> name(s).equals(name))
                .count();
        return name + counted(nth);
    }

    private static String field(List<Json> segments, Matcher place) {
        int repetition = Integer.parseInt(place.group(3)) + 1;
        return '-'
                + place.group(2)
                + counted(repetition)
                + component(segments.get(Integer.parseInt(place.group(1))), place);
    }

    private static String name(Json segment) {
        return segment.asObject().flatMap(s -> s.text("segment")).orElse("");
    }

    private static String counted(long position) {
        return position > 1 ? "(" + position + ")" : "";
    }

    /** A lone first component is the field, a lone first subcomponent the component. */
    private static String component(Json segment, Matcher place) {
        Json field = segment.asObject().orElseThrow().list(place.group(2)).get(Integer.parseInt(place.group(3)));
        String component = Objects.requireNonNullElse(place.group(4), "1");
        Json below = field.asObject().flatMap(f -> f.get(component)).orElse(field);
        String subcomponent = alone(below) ? "" : "." + Objects.requireNonNullElse(place.group(5), "1");
        return alone(field) && subcomponent.isEmpty() ? "" : "." + component + subcomponent;
    }

    private static boolean alone(Json value) {
        return value.asObject()
                .map(parts -> parts.members().keySet().stream().allMatch("1"::equals))
                .orElse(true);
    }
}
