package nl.schakel.journeys;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Senders that never get to the end of their message: a byte a second each, from the first to the last case. */
final class HostileSlow {
    static final int MANY = 8;
    /** Longer than a door waits for a whole message. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final List<HostileWire> wires = new ArrayList<>();
    private final ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();

    private HostileSlow() {}

    static HostileSlow at(DemoProcess demo) throws IOException {
        HostileSlow slow = new HostileSlow();
        for (int i = 0; i < MANY; i++) {
            HostileWire wire = HostileWire.to(demo.port("mllp"), Optional.empty(), PATIENCE);
            wire.write(HostileText.bytes("\u000bMSH|^~\\&|EPD|GGZ-NOORD|"));
            slow.wires.add(wire);
        }
        slow.dripping.scheduleAtFixedRate(
                () -> slow.wires.forEach(wire -> wire.write(new byte[] {'x'})), 1, 1, TimeUnit.SECONDS);
        return slow;
    }

    /** What each was told. */
    List<String> answers() throws IOException {
        List<String> answers = new ArrayList<>();
        for (HostileWire wire : wires) {
            answers.add(HostileAnswer.ofHl7(HostileWire.frames(wire.heard()), 0).said());
        }
        dripping.shutdownNow();
        for (HostileWire wire : wires) {
            wire.close();
        }
        return answers;
    }
}
