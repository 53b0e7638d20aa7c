package nl.schakel.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Client sockets that speak nothing but {@link TlsContexts#PROTOCOLS} and {@link TlsContexts#CIPHER_SUITES}. */
final class NarrowedSockets extends SSLSocketFactory {
    private final SSLSocketFactory wide;

    NarrowedSockets(SSLSocketFactory wide) {
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
    public Socket createSocket() throws IOException {
        return narrow(wide.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return narrow(wide.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return narrow(wide.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return narrow(wide.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return narrow(wide.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return narrow(wide.createSocket(host, port, local, localPort));
    }

    private static Socket narrow(Socket socket) {
        SSLSocket secure = (SSLSocket) socket;
        secure.setEnabledProtocols(TlsContexts.PROTOCOLS.toArray(String[]::new));
        secure.setEnabledCipherSuites(TlsContexts.CIPHER_SUITES.toArray(String[]::new));
        return secure;
    }
}
