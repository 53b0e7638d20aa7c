package nl.schakel.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** Looks whether ports are free before anything slow starts. */
final class PortCheck {
    private PortCheck() {}

    /**
     * The first port that cannot be had, with the property that moves it.
     *
     * @param ports by property name; 0 stands for any free port
     */
    static Optional<Problem> firstTaken(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .filter(entry -> !isFree(entry.getValue()))
                .map(entry -> taken(entry.getKey(), entry.getValue()))
                .findFirst();
    }

    private static Problem taken(String property, int port) {
        return port < 0
                ? Problem.at(ProblemCode.CONFIGURATION_INVALID, property).expected("a port from 0 to 65535")
                : Problem.at(ProblemCode.PORT_IN_USE, "port " + port + " (" + property + ")");
    }

    static boolean isFree(int port) {
        if (port < 0) {
            return false;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
