package nl.schakel.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys made for this run by the JDK's keytool, each self-signed: who trusts whom is said per context. */
final class TestKeys {
    private static final char[] WORD = "made-for-this-run".toCharArray();
    private static final Map<String, KeyStore> MADE = new HashMap<>();

    private TestKeys() {}

    /** A context with this key that trusts these other keys' certificates. */
    static SSLContext context(String own, List<String> trusted) {
        return context(Optional.of(own), trusted);
    }

    /** A context without any key. */
    static SSLContext anonymous(List<String> trusted) {
        return context(Optional.empty(), trusted);
    }

    private static SSLContext context(Optional<String> own, List<String> trusted) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, WORD);
            for (String name : trusted) {
                anchors.setCertificateEntry(name, key(name).getCertificate(name));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            KeyStore none = KeyStore.getInstance("PKCS12");
            none.load(null, WORD);
            keys.init(own.map(TestKeys::key).orElse(none), WORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static SSLContext gateway() {
        return context("gateway", List.of("partner", "elsewhere"));
    }

    static SSLContext partner() {
        return context("partner", List.of("gateway"));
    }

    /** Writes a key and its certificate for a server that reads a file; the store's word is returned. */
    static String store(String name, Path file) throws IOException, GeneralSecurityException {
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
            key(name).store(out, WORD);
        }
        return new String(WORD);
    }

    private static synchronized KeyStore key(String name) {
        return MADE.computeIfAbsent(name, TestKeys::make);
    }

    private static KeyStore make(String name) {
        try {
            Path folder = Files.createTempDirectory("keys");
            Path file = folder.resolve(name + ".p12");
            String host = name.equals("elsewhere") ? "dns:elsewhere.example" : "dns:localhost,ip:127.0.0.1";
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            name,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "san=" + host,
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(WORD))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, WORD);
            }
            return store;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
