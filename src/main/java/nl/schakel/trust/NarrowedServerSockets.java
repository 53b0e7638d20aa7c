package nl.schakel.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/** Server sockets that are as narrow as {@link NarrowedSockets} and need the client's certificate. */
final class NarrowedServerSockets extends SSLServerSocketFactory {
    private final SSLServerSocketFactory wide;

    NarrowedServerSockets(SSLServerSocketFactory wide) {
        this.wide = wide;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return TlsContexts.CIPHER_SUITES.toArray(String[]::new);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return getDefaultCipherSuites();
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return narrow(wide.createServerSocket());
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return narrow(wide.createServerSocket(port));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return narrow(wide.createServerSocket(port, backlog));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress local) throws IOException {
        return narrow(wide.createServerSocket(port, backlog, local));
    }

    private static ServerSocket narrow(ServerSocket socket) {
        SSLServerSocket secure = (SSLServerSocket) socket;
        secure.setSSLParameters(TlsContexts.serverParameters());
        return secure;
    }
}
