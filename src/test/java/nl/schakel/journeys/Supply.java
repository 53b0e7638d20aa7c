package nl.schakel.journeys;

import java.util.Map;

/** A database and a broker that no gateway runs itself, on this machine. */
interface Supply extends AutoCloseable {
    /** By which settings a gateway finds them. */
    Map<String, String> settings();
}
