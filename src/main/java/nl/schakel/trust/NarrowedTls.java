package nl.schakel.trust;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A context whose engines and sockets start out narrowed: a door that forgets to say so is still narrow. */
final class NarrowedTls extends SSLContextSpi {
    private final SSLContext wide;

    private NarrowedTls(SSLContext wide) {
        this.wide = wide;
    }

    static SSLContext of(SSLContext wide) {
        return new Context(new NarrowedTls(wide), wide);
    }

    private static final class Context extends SSLContext {
        Context(SSLContextSpi narrowed, SSLContext wide) {
            super(narrowed, wide.getProvider(), wide.getProtocol());
        }
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return narrow(wide.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return narrow(wide.createSSLEngine(host, port));
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new NarrowedSockets(wide.getSocketFactory());
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return new NarrowedServerSockets(wide.getServerSocketFactory());
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return TlsContexts.narrowed();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return TlsContexts.narrowed();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return wide.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return wide.getClientSessionContext();
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("This context is complete");
    }

    private static SSLEngine narrow(SSLEngine engine) {
        engine.setEnabledProtocols(TlsContexts.PROTOCOLS.toArray(String[]::new));
        engine.setEnabledCipherSuites(TlsContexts.CIPHER_SUITES.toArray(String[]::new));
        return engine;
    }
}
