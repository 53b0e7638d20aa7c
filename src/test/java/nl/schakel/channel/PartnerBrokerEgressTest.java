package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.egress.Egress;
import nl.schakel.egress.EgressRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partner's broker that stands where nothing may be called: nobody knocks there. */
@Guards(Threat.T17)
class PartnerBrokerEgressTest {
    private static final int SOON_MILLIS = 500;

    @TempDir
    private Path folder;

    private void opens(Egress egress, ServerSocket server) throws Exception {
        Path secret = Files.writeString(folder.resolve("broker"), "word\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        JmsLine.sending(new PartnerBroker(
                        "localhost",
                        server.getLocalPort(),
                        true,
                        "schakel",
                        new Secret(secret),
                        TestKeys.gateway(),
                        egress))
                .close();
    }

    private static ServerSocket listening() throws Exception {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress("localhost", 0));
        server.setSoTimeout(SOON_MILLIS);
        return server;
    }

    private static void nobodyKnocked(ServerSocket server) {
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void isNotCalledWhereItMayNotBe() throws Exception {
        try (ServerSocket server = listening()) {
            Egress elsewhere = Egress.listed(List.of("10.0.0.0/8"), false);
            assertThatThrownBy(() -> opens(elsewhere, server)).isInstanceOf(EgressRefused.class);
            nobodyKnocked(server);
        }
    }

    /** The broker's client resolves the name itself: what it comes to is what counts. */
    @Test
    void isNotCalledWhereItsNameLeadsSomewhereElseTheNextTime() throws Exception {
        try (ServerSocket server = listening()) {
            Egress first = Egress.listed(List.of("10.0.0.0/8"), false).with(name ->
                    new InetAddress[] {InetAddress.getByAddress(name, new byte[] {10, 0, 0, 1})});
            assertThat(first.resolve("localhost", server.getLocalPort())).isNotEmpty();
            assertThatThrownBy(() -> opens(first, server)).isNotInstanceOf(EgressRefused.class);
            nobodyKnocked(server);
        }
    }
}
