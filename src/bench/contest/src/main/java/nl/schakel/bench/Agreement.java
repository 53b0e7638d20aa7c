package nl.schakel.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Nobody is measured who does not do the work: what ought to be equal is compared before. */
final class Agreement {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Agreement() {}

    /** @throws IllegalStateException names who differs */
    static void check(Contestants all) {
        for (String name : all.names()) {
            String task = name.substring(0, name.indexOf('/'));
            boolean same = !name.endsWith("-out") && !name.endsWith("/linuxforhealth");
            if (same && !read(all, name).equals(read(all, task + "/schakel"))) {
                throw new IllegalStateException(name + " makes something else of the message");
            }
        }
    }

    private static JsonNode read(Contestants all, String name) {
        try {
            return JSON.readTree(all.named(name).translate(all.message(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
