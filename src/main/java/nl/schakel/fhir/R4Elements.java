package nl.schakel.fhir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which elements FHIR R4 has where, whether each repeats and what it holds, as HAPI defines them. They are kept in {@code
 * r4-elements.txt}, which a test holds to HAPI's own definitions: HAPI needs seconds to gather them, and what stands on the
 * way of every message must be there at once.
 *
 * <p>A line is {@code resource} or {@code type}, its name, and its elements: {@code name}, a star when it repeats, behind a
 * slash the name that its kinds share ({@code deceasedBoolean/deceased}), and behind a colon {@code text}, {@code number},
 * {@code boolean}, {@code resource} or the type of which it is an object.
 */
final class R4Elements {
    static final String FILE = "r4-elements.txt";
    /** What may stand beside a value: its id and extensions. */
    static final String BESIDE = "Element";

    private static final Map<String, Holds> VALUES =
            Map.of("text", Holds.TEXT, "number", Holds.NUMBER, "boolean", Holds.BOOLEAN, "resource", Holds.RESOURCE);
    private static final Map<String, R4Type> TYPES = new HashMap<>();
    private static final Set<String> NAMES = new HashSet<>();

    static {
        lines().forEach(R4Elements::read);
        TYPES.values().forEach(type -> type.elements().values().forEach(R4Elements::known));
    }

    private R4Elements() {}

    /** What an element holds. */
    enum Holds {
        TEXT("a text"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        RESOURCE("a resource"),
        OBJECT("an object");

        private final String words;

        Holds(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean isValue() {
            return this == TEXT || this == NUMBER || this == BOOLEAN;
        }
    }

    /**
     * @param one what it is counted as: its own name, or that which its kinds share
     * @param type of which it is an object; {@link #BESIDE} of a value
     */
    record Element(String name, String one, boolean repeats, Holds holds, String type) {}

    /** A resource, a type of data, or a part of one that has a name with a dot. */
    record R4Type(String name, boolean isResource, Map<String, Element> elements) {
        @Nullable Element element(String called) {
            return elements.get(called);
        }
    }

    static R4Type type(String name) {
        return Objects.requireNonNull(TYPES.get(name));
    }

    static Optional<R4Type> resource(String name) {
        return Optional.ofNullable(TYPES.get(name)).filter(R4Type::isResource);
    }

    /** A name that the sender gave, when it is one of R4; anything else may be a person. */
    static String shown(String name) {
        return NAMES.contains(name) ? name : "?";
    }

    /** How a name that differs in capitals alone is spelled here. */
    static Optional<String> spelled(R4Type type, String name) {
        return type.elements().keySet().stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private static void known(Element element) {
        NAMES.add(element.name());
        NAMES.add('_' + element.name());
        if (element.holds() == Holds.OBJECT && !TYPES.containsKey(element.type())) {
            throw new IllegalStateException(FILE + " has no " + element.type());
        }
    }

    private static void read(String line) {
        String[] words = line.split(" ", -1);
        Map<String, Element> elements = new HashMap<>();
        for (String word : List.of(words).subList(2, words.length)) {
            Element element = element(word);
            elements.put(element.name(), element);
        }
        TYPES.put(words[1], new R4Type(words[1], words[0].equals("resource"), Map.copyOf(elements)));
    }

    private static Element element(String word) {
        String[] both = word.split(":", -1);
        boolean repeats = both[0].endsWith("*");
        String[] names = both[0].replace("*", "").split("/", -1);
        Holds holds = VALUES.getOrDefault(both[1], Holds.OBJECT);
        return new Element(names[0], names[names.length - 1], repeats, holds, holds == Holds.OBJECT ? both[1] : BESIDE);
    }

    private static List<String> lines() {
        try (InputStream file = Objects.requireNonNull(R4Elements.class.getResourceAsStream(FILE));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
