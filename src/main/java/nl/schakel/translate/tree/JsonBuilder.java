package nl.schakel.translate.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import org.jspecify.annotations.Nullable;

/** A JSON object that is being made; members keep the order in which rows wrote them. */
public final class JsonBuilder {
    private final Map<String, Object> members = new LinkedHashMap<>(8);

    /** Sets a member; a value is {@link Json} or a {@link JsonBuilder}. */
    public void set(String name, Object value) {
        members.put(name, value);
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
        return (List<Object>) members.computeIfAbsent(name, n -> new ArrayList<>(2));
    }

    public Json.Obj build() {
        Map<String, Json> built = new LinkedHashMap<>(members.size() * 2);
        members.forEach((name, value) -> built.put(name, built(value)));
        return Json.Obj.taking(built);
    }

    /** As {@link #build}, for a builder that nobody looks at any more: its own members become the object's. */
    @SuppressWarnings("unchecked") // after replaceAll every value is Json
    public Json.Obj finish() {
        members.replaceAll((name, value) -> finished(value));
        return Json.Obj.taking((Map<String, Json>) (Map<String, ?>) members);
    }

    @SuppressWarnings("unchecked") // only add() and JsonBuilder itself put lists
    private static Json finished(Object value) {
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof JsonBuilder builder) {
            return builder.finish();
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
