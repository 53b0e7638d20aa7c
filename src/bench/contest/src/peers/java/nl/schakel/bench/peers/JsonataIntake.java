package nl.schakel.bench.peers;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import nl.schakel.bench.Contestant;

/** JSONata between Jackson's reader and writer, compiled once; it works on Java's own maps and lists. */
public final class JsonataIntake implements Contestant {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jsonata mapping = Jsonata.jsonata(Scripts.text("intake.jsonata"));

    @Override
    public String name() {
        return "intake/jsonata";
    }

    @Override
    public byte[] translate(byte[] message) {
        try {
            return JSON.writeValueAsBytes(mapping.evaluate(JSON.readValue(message, Map.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
