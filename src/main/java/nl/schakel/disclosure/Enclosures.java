package nl.schakel.disclosure;

import java.util.List;
import java.util.Optional;

/** Looks into what is enclosed with a message; the room {@code enclosure} implements it. */
@FunctionalInterface
public interface Enclosures {
    /** Nothing can be looked into. */
    Enclosures CLOSED = (bytes, contentType) -> Optional.empty();

    /**
     * What a file says.
     *
     * @param texts everything that can be read in it, by page or part
     * @param bytes the same file without what it says about its making: author, machine, place
     */
    record Opened(List<String> texts, byte[] bytes) {
        public Opened {
            texts = List.copyOf(texts);
        }
    }

    /** Empty when any of it cannot be read: a picture, a locked file, an unknown kind. */
    Optional<Opened> open(byte[] bytes, String contentType);
}
