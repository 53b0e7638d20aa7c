package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The files of an evidence file that was opened. */
record Opened(SortedMap<String, byte[]> files) {
    @FunctionalInterface
    interface Part {
        /** @param folder with its stroke at the end */
        void check(String folder, JsonNode about);
    }

    /** Every folder below this one that has a description, in order. */
    void each(String stem, String description, Part part) {
        for (String name : files.subMap(stem + "/", stem + "0").keySet()) {
            if (name.endsWith("/" + description)) {
                part.check(name.substring(0, name.length() - description.length()), Texts.read(file(name)));
            }
        }
    }

    List<String> beginningWith(String stem) {
        return List.copyOf(files.subMap(stem, stem + "~").keySet());
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Nothing where it is not there. */
    byte[] file(String name) {
        return bytes(name).orElseGet(() -> new byte[0]);
    }

    String text(String name) {
        return new String(file(name), StandardCharsets.ISO_8859_1);
    }
}
