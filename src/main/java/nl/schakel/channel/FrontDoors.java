package nl.schakel.channel;

import java.net.BindException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports through which messages come in, and the places where they are collected. */
public final class FrontDoors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoors.class);

    /** One port and the template that stands behind it; port 0 leaves it shut. */
    record Port(String name, String template, String host, int number) {}

    private final Templates templates;
    private final List<Port> ports;
    private final List<Pickup> pickups;
    private final Rest rest;
    private final Deque<String> open = new ArrayDeque<>();

    FrontDoors(Templates templates, List<Port> ports, List<Pickup> pickups, Rest rest) {
        this.templates = templates;
        this.ports = List.copyOf(ports);
        this.pickups = List.copyOf(pickups);
        this.rest = rest;
    }

    /**
     * Opens all doors.
     *
     * @throws DoorUnavailable when one does not open; then none is open
     */
    public synchronized void open() {
        for (Port port : ports) {
            if (port.number() != 0) {
                openOne(port);
            }
        }
        rest.over();
        pickups.forEach(this::openOne);
    }

    private void openOne(Pickup pickup) {
        Optional<Problem> wrong =
                templates.problem(pickup.use().template(), pickup.use().parameters());
        if (wrong.isPresent()) {
            close();
            throw new DoorUnavailable(
                    wrong.get()
                            .placed(pickup.name() + ", " + wrong.get().place().orElse("")),
                    new IllegalStateException(pickup.name()));
        }
        try {
            templates.open(pickup.name(), pickup.use().template(), pickup.parameters());
            open.push(pickup.name());
        } catch (Exception trouble) {
            close();
            throw new DoorUnavailable(Problem.at(ProblemCode.CONFIGURATION_INVALID, pickup.name()), trouble);
        }
    }

    private void openOne(Port port) {
        String number = Integer.toString(port.number());
        try {
            templates.open(
                    port.name(), port.template(), Map.of("host", port.host(), "port", number, "door", port.name()));
            open.push(port.name());
        } catch (Exception trouble) {
            close();
            throw new DoorUnavailable(problem(port, trouble), trouble);
        }
    }

    private static Problem problem(Port port, Throwable trouble) {
        Throwable cause = trouble;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        ProblemCode code = cause instanceof BindException ? ProblemCode.PORT_IN_USE : ProblemCode.CONFIGURATION_INVALID;
        return Problem.at(code, port.name() + " " + port.host() + ":" + port.number());
    }

    /** Shuts the doors, the last opened first; what is being accepted finishes. */
    @Override
    public synchronized void close() {
        rest.ask();
        while (!open.isEmpty()) {
            String door = open.pop();
            try {
                templates.close(door, DoorLimits.CLOSING);
            } catch (Exception trouble) {
                LOG.warn("Door {} did not close: {}", door, trouble.getClass().getSimpleName());
            }
        }
    }
}
