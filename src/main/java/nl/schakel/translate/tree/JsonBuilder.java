package nl.schakel.translate.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.OrderedMembers;
import org.jspecify.annotations.Nullable;

/** A JSON object that is being made; members keep the order in which rows wrote them. */
public final class JsonBuilder {
    /** Made with the first member: most groups of a mapping find nothing and write none. */
    private Map<String, Object> members = Map.of();

    private boolean nested;

    /** Sets a member; a value is {@link Json} or a {@link JsonBuilder}. */
    public void set(String name, Object value) {
        nested |= isUnfinished(value);
        own().put(name, value);
    }

    /** Asked by class, not by interface: that is a comparison of one word. */
    private static boolean isUnfinished(Object value) {
        return value instanceof JsonBuilder || value instanceof ArrayList;
    }

    private Map<String, Object> own() {
        if (members.isEmpty()) {
            members = new OrderedMembers<>();
        }
        return members;
    }

    /** Appends to the array of this name, which is made when it is not there. */
    public void add(String name, Object value) {
        array(name).add(value);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** What was written so far: {@link Json}, {@link JsonBuilder} or a list of them. */
    public Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    public Optional<Object> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** As {@link #get}, for the walk to a target, which every row takes twice. */
    @Nullable Object at(String name) {
        return members.get(name);
    }

    @SuppressWarnings("unchecked") // only add() and JsonBuilder itself put lists
    public List<Object> array(String name) {
        Object found = members.get(name);
        if (found != null) {
            return (List<Object>) found;
        }
        List<Object> made = new ArrayList<>(2);
        set(name, made);
        return made;
    }

    public Json.Obj build() {
        Map<String, Json> built = new OrderedMembers<>();
        members.forEach((name, value) -> built.put(name, built(value)));
        return Json.Obj.taking(built);
    }

    /** As {@link #build}, for a builder that nobody looks at any more: its own members become the object's. */
    @SuppressWarnings("unchecked") // after replaceAll every value is Json
    public Json.Obj finish() {
        if (nested) {
            members.replaceAll((name, value) -> finished(value));
        }
        return Json.Obj.taking((Map<String, Json>) (Map<String, ?>) members);
    }

    @SuppressWarnings("unchecked") // only add() and JsonBuilder itself put lists
    private static Json finished(Object value) {
        if (value instanceof JsonBuilder builder) {
            return builder.finish();
        }
        if (!(value instanceof ArrayList)) {
            return (Json) value;
        }
        List<Object> elements = (List<Object>) value;
        elements.replaceAll(JsonBuilder::finished);
        return new Json.Arr((List<Json>) (List<?>) elements);
    }

    private static Json built(Object value) {
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof JsonBuilder builder) {
            return builder.build();
        }
        List<?> elements = (List<?>) value;
        List<Json> built = new ArrayList<>(elements.size());
        elements.forEach(element -> built.add(built(element)));
        return new Json.Arr(built);
    }
}
