package nl.schakel.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import nl.schakel.demo.DemoPartners;
import nl.schakel.demo.Doors;

/**
 * The ports a demo is going to use.
 *
 * @param gateway by door name
 * @param partners by partner id
 */
record DemoDoors(Map<String, Integer> gateway, Map<String, Integer> partners) {
    private static final String GATEWAY = "schakel.ports.";
    private static final String PARTNER = "schakel.demo.ports.";

    static DemoDoors of(Settings settings) {
        return new DemoDoors(
                chosen(settings, GATEWAY, Doors.defaults()), chosen(settings, PARTNER, DemoPartners.defaultPorts()));
    }

    private static Map<String, Integer> chosen(Settings settings, String prefix, Map<String, Integer> defaults) {
        Map<String, Integer> chosen = new TreeMap<>();
        defaults.forEach((name, port) -> chosen.put(name, settings.port(prefix + name, port)));
        return chosen;
    }

    /** Every port under the name of the property that moves it. */
    Map<String, Integer> properties() {
        Map<String, Integer> all = own();
        partners.forEach((name, port) -> all.put(PARTNER + name, port));
        return all;
    }

    /** The gateway's ports alone, for partners that run elsewhere hold theirs already. */
    Map<String, Integer> own() {
        Map<String, Integer> own = new LinkedHashMap<>();
        gateway.forEach((name, port) -> own.put(GATEWAY + name, port));
        return own;
    }

    /** What the frame is told: what was asked, and the ports, those of the partners as they really are. */
    Map<String, Object> handOver(Map<String, String> asked, Map<String, Integer> partnersOpen) {
        Map<String, Object> told = new LinkedHashMap<>(asked);
        gateway.forEach((name, port) -> told.put(GATEWAY + name, port));
        partnersOpen.forEach((name, port) -> told.put(PARTNER + name, port));
        return told;
    }
}
