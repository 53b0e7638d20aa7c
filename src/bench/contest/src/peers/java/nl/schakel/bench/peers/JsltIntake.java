package nl.schakel.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import nl.schakel.bench.Contestant;

/** JSLT between Jackson's reader and writer, compiled once. */
public final class JsltIntake implements Contestant {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Expression mapping = Parser.compileString(Scripts.text("intake.jslt"));

    @Override
    public String name() {
        return "intake/jslt";
    }

    @Override
    public byte[] translate(byte[] message) {
        try {
            return JSON.writeValueAsBytes(mapping.apply(JSON.readTree(message)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
