package nl.schakel.referral;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A neutral, ordered tree in the shape of JSON. The canonical form is made of it; there is no second class model of
 * FHIR. Its text form is masked: a tree may hold personal data.
 */
public sealed interface Json {

    /** An object; members keep their order. */
    final class Obj implements Json {
        private final Map<String, Json> members;

        /** A copy of these members. */
        public Obj(Map<String, Json> members) {
            this(members, false);
        }

        private Obj(Map<String, Json> members, boolean own) {
            this.members = own ? members : new LinkedHashMap<>(members);
        }

        /** Takes over members, in their order, that were gathered for it alone: nobody else may hold on to them. */
        public static Obj taking(Map<String, Json> members) {
            return new Obj(members, true);
        }

        /** They cannot be changed. */
        public Map<String, Json> members() {
            return Collections.unmodifiableMap(members);
        }

        /** The same for who only reads them here. */
        Map<String, Json> own() {
            return members;
        }

        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** The member's text, when it is there and is text. */
        public Optional<String> text(String name) {
            return get(name).flatMap(Json::asText);
        }

        /** The member's elements; empty when it is absent or no array. */
        public List<Json> list(String name) {
            return members.get(name) instanceof Arr arr ? arr.elements() : List.of();
        }

        public Optional<Obj> object(String name) {
            return members.get(name) instanceof Obj obj ? Optional.of(obj) : Optional.empty();
        }

        /** A copy with this member set (at its old place, or last). */
        public Obj with(String name, Json value) {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.put(name, value);
            return taking(copy);
        }

        public Obj with(String name, String value) {
            return with(name, new Text(value));
        }

        /** A copy without this member. */
        public Obj without(String name) {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.remove(name);
            return taking(copy);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Obj obj && members.equals(obj.members);
        }

        @Override
        public int hashCode() {
            return members.hashCode();
        }

        @Override
        public String toString() {
            return "Obj[" + members.size() + " members]";
        }
    }

    /** An array. */
    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }

        public Arr plus(Json element) {
            List<Json> copy = new ArrayList<>(elements);
            copy.add(element);
            return new Arr(copy);
        }

        @Override
        public String toString() {
            return "Arr[" + elements.size() + " elements]";
        }
    }

    /** A string. */
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return "Text[***]";
        }
    }

    /** A number, exact: 1240.0 stays 1240.0. */
    record Num(BigDecimal value) implements Json {
        @Override
        public String toString() {
            return "Num[***]";
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** An explicit null; FHIR knows it only as a place holder in an array of primitives. It is never text nor object. */
    record Null() implements Json {}

    static Obj object() {
        return new Obj(Map.of());
    }

    static Arr array(Json... elements) {
        return new Arr(List.of(elements));
    }

    static Text text(String value) {
        return new Text(value);
    }

    static Num number(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    default Optional<String> asText() {
        return this instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    default Optional<Obj> asObject() {
        return this instanceof Obj obj ? Optional.of(obj) : Optional.empty();
    }

    /** Compact JSON in UTF-8: members in their order, numbers exactly as they were; the same tree, the same bytes. */
    default byte[] utf8() {
        return new JsonText().append(this).utf8();
    }
}
