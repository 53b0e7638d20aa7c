package nl.schakel.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/** Plain sockets that connect to what may be called and to nothing else, for libraries that take a factory. */
public final class GuardedSockets extends SocketFactory {
    private final Egress egress;

    public GuardedSockets(Egress egress) {
        this.egress = egress;
    }

    @Override
    public Socket createSocket() {
        return new Guarded(egress);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(from, fromPort));
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host.getHostAddress(), port, from, fromPort);
    }

    private Socket connected(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    /** Resolves once more itself, whatever address it is given with the name, and connects to what it looked at. */
    private static final class Guarded extends Socket {
        private final Egress egress;

        Guarded(Egress egress) {
            this.egress = egress;
        }

        @Override
        public void connect(SocketAddress to) throws IOException {
            connect(to, 0);
        }

        @Override
        public void connect(SocketAddress to, int timeoutMillis) throws IOException {
            if (!(to instanceof InetSocketAddress named)) {
                throw new UnknownHostException("no address of the internet");
            }
            super.connect(egress.address(named.getHostString(), named.getPort()), timeoutMillis);
        }
    }
}
