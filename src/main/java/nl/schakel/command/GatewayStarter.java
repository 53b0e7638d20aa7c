package nl.schakel.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Step;

/** Starts the gateway on a home; the frame implements it, so that this room knows no Spring. */
@FunctionalInterface
public interface GatewayStarter {

    /**
     * Starts it and returns when every door is open.
     *
     * @param properties settings that come before those of the home
     * @return the running gateway, or why it does not start ({@code DATABASE_FOREIGN}, {@code DURABILITY_OFF}, ...)
     */
    Step<Running> start(Path home, Map<String, Object> properties);

    /** A gateway whose doors are open. */
    interface Running extends AutoCloseable {

        /** {@code web}, {@code management}, {@code partner}, {@code mllp}, {@code mllps}. */
        Map<String, Integer> ports();

        /** Why no partner's door was opened and nothing is sent; empty in all but reconcile mode. */
        default Optional<String> reconcile() {
            return Optional.empty();
        }

        /** Closes the doors, finishes what is under way and ends; a second call does nothing. */
        @Override
        void close();
    }
}
