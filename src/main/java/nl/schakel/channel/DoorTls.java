package nl.schakel.channel;

import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS 1.3, or 1.2 with forward secrecy (NCSC-NL guideline TLS 2025), with or without asking for a client certificate. */
record DoorTls(SSLContext context, boolean certificateRequired) {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    SSLEngine serverEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(context);
        parameters.setUseCipherSuitesOrder(true);
        if (certificateRequired) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** For a call to a partner: its certificate must be for the host that was called. */
    static SSLEngine clientEngine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(context);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(
                Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
                        .filter(DoorTls::hasForwardSecrecy)
                        .toArray(String[]::new));
        return parameters;
    }

    private static boolean hasForwardSecrecy(String suite) {
        boolean ephemeral =
                !suite.startsWith("TLS_RSA") && !suite.startsWith("TLS_DHE") && !suite.startsWith("TLS_ECDH_");
        return ephemeral && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
    }
}
