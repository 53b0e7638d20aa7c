package nl.schakel.pipeline;

import java.util.Map;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;

/** The languages of the front doors, by the door's name. */
final class Doors {
    private final Map<String, Door> doors;

    Doors(Map<String, Door> doors) {
        this.doors = Map.copyOf(doors);
    }

    Door of(String name) {
        Door door = doors.get(name);
        if (door == null) {
            throw new IllegalArgumentException("No language is known for the door " + name);
        }
        return door;
    }

    Step<Named> name(Inbound inbound) {
        return of(inbound.door()).name(inbound);
    }

    byte[] refused(Inbound inbound, Problem problem) {
        return of(inbound.door()).refused(inbound.bytes(), problem);
    }

    byte[] refused(String door, Problem problem) {
        return of(door).refused(new byte[0], problem);
    }
}
