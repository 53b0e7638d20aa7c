package nl.schakel.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Maps of text as JSON. */
final class JsonText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonText() {}

    static byte[] of(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException impossible) {
            throw new IllegalStateException("Maps of text can be written", impossible);
        }
    }
}
