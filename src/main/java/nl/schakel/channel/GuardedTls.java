package nl.schakel.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import nl.schakel.egress.Egress;

/** TLS over connections that were made already, if they lead where they may; it makes none itself. */
final class GuardedTls extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final Egress egress;

    GuardedTls(SSLSocketFactory tls, Egress egress) {
        this.tls = tls;
        this.egress = egress;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        try {
            egress.check(host, socket.getInetAddress(), port);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        return tls.createSocket(socket, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("only over a connection that was looked at");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        throw new IOException("only over a connection that was looked at");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("only over a connection that was looked at");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        throw new IOException("only over a connection that was looked at");
    }
}
