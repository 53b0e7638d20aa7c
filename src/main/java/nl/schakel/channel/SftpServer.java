package nl.schakel.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import nl.schakel.egress.Egress;
import org.apache.camel.Exchange;

/**
 * A partner's server, as its file names it.
 *
 * @param directory where its files are, absolute
 */
record SftpServer(String host, int port, HostKeys keys, SftpLogin login, String directory, Egress egress) {

    /**
     * How long it may take.
     *
     * @param answer for one answer
     * @param waiting for all its answers together
     * @param whole from the first to the last word, with what we do in between
     */
    record Times(Duration answer, Duration waiting, Duration whole) {
        /** Between two answers we hand in what we read; a table takes a while. */
        static Times ofALook() {
            return new Times(DoorLimits.SFTP_ANSWER, DoorLimits.SFTP_WAITING, DoorLimits.SFTP_LOOK_WHOLE);
        }

        static Times ofACall(Duration call) {
            return new Times(call, call, call);
        }
    }

    /** The one that a route names. */
    static SftpServer of(Exchange exchange, Egress egress) {
        String login = text(exchange, "login");
        return new SftpServer(
                text(exchange, "host"),
                Integer.parseInt(text(exchange, "port")),
                HostKeys.of(text(exchange, "hostkey")),
                Objects.requireNonNull(
                        exchange.getContext().getRegistry().lookupByNameAndType(login, SftpLogin.class), login),
                text(exchange, "directory"),
                egress);
    }

    /** Where it is called. Without its name, which the library would ask for once more; its key is known by a fingerprint. */
    InetSocketAddress address() throws UnknownHostException {
        InetAddress there = egress.address(host, port).getAddress();
        return new InetSocketAddress(InetAddress.getByAddress(there.getAddress()), port);
    }

    private static String text(Exchange exchange, String property) {
        return Objects.requireNonNull(exchange.getProperty(property, String.class), property);
    }
}
