package nl.schakel.journeys;

import java.io.IOException;
import java.util.List;

/** A way to the same door of several gateways, as a virtual address gives: when one is away, the next one is tried. */
final class TurningLine implements CrashLine {
    private final List<CrashLine> lines;
    private int at;

    /** @param first where it begins; counted round */
    TurningLine(List<CrashLine> lines, int first) {
        this.lines = List.copyOf(lines);
        this.at = first % lines.size();
    }

    @Override
    public void connect() throws IOException {
        lines.get(at).connect();
    }

    @Override
    public CrashAnswer exchange(byte[] message) throws IOException {
        return lines.get(at).exchange(message);
    }

    /** Whoever hangs up was not served here. */
    @Override
    public void hangUp() {
        lines.get(at).hangUp();
        at = (at + 1) % lines.size();
    }
}
