package nl.schakel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;

class GuardedSocketsTest {
    private static final int SOON = 2_000;

    /** First an address that may be called, and from then on another one. */
    private static Names turning(AtomicInteger asked, String first, String then) {
        return name -> new InetAddress[] {InetAddress.getByName(asked.getAndIncrement() == 0 ? first : then)};
    }

    @Test
    @Guards(Threat.T17)
    void aNameThatTurnsIsAskedForOnceAndConnectedToWhereItLed() throws IOException {
        try (ServerSocket good = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                ServerSocket bad = new ServerSocket(good.getLocalPort(), 1, InetAddress.getByName("127.0.0.3"))) {
            AtomicInteger asked = new AtomicInteger();
            Egress egress = Egress.listed(List.of("127.0.0.2"), true).with(turning(asked, "127.0.0.2", "127.0.0.3"));
            try (Socket socket = new GuardedSockets(egress).createSocket()) {
                socket.connect(InetSocketAddress.createUnresolved("turning.example", good.getLocalPort()), SOON);
                assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.2");
                assertThat(asked).hasValue(1);
            }
            try (Socket socket = new GuardedSockets(egress).createSocket()) {
                assertThatThrownBy(() -> socket.connect(
                                InetSocketAddress.createUnresolved("turning.example", good.getLocalPort()), SOON))
                        .isInstanceOf(EgressRefused.class);
            }
            bad.setSoTimeout(200);
            assertThatThrownBy(bad::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    @Guards(Threat.T17)
    void anAddressThatWasResolvedByOthersIsNotTakenOnTrust() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            GuardedSockets sockets = new GuardedSockets(Egress.listed(List.of("10.0.0.0/8"), false));
            for (InetSocketAddress to : List.of(
                    new InetSocketAddress("localhost", listening.getLocalPort()),
                    new InetSocketAddress("127.0.0.1", listening.getLocalPort()))) {
                try (Socket socket = sockets.createSocket()) {
                    assertThatThrownBy(() -> socket.connect(to)).isInstanceOf(EgressRefused.class);
                    assertThat(socket.isConnected()).isFalse();
                }
            }
            assertThatThrownBy(() -> sockets.createSocket("localhost", listening.getLocalPort()))
                    .isInstanceOf(EgressRefused.class);
            assertThatThrownBy(() -> sockets.createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort()))
                    .isInstanceOf(EgressRefused.class);
        }
    }
}
