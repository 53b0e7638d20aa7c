package nl.schakel.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate of the moment in every new connection. A handshake that began with the key of before ends with
 * it: its alias names that key.
 */
final class LiveKeys extends X509ExtendedKeyManager {
    /** Old and new, with room for several rollovers in one run; beyond it the oldest handshakes have long ended. */
    private static final int MOST = 16;

    private final Supplier<IssuedKey> source;
    private final Map<String, IssuedKey> shown = new ConcurrentHashMap<>();

    LiveKeys(Supplier<IssuedKey> source) {
        this.source = source;
    }

    private @Nullable String alias(String... keyTypes) {
        IssuedKey now = source.get();
        for (String type : keyTypes) {
            if (fits(now, type)) {
                String alias = Certificates.thumbprintText(now.certificate());
                if (shown.size() >= MOST) {
                    shown.clear();
                }
                shown.put(alias, now);
                return alias;
            }
        }
        return null;
    }

    private static boolean fits(IssuedKey key, String type) {
        String algorithm = key.key().getAlgorithm();
        return type.equals(algorithm)
                || type.startsWith(algorithm + "_")
                || (algorithm.equals("RSA") && type.equals("RSASSA-PSS"))
                || (algorithm.startsWith("Ed") && type.startsWith("Ed"));
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    private String @Nullable [] aliases(String keyType) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        IssuedKey key = shown.get(alias);
        return key == null ? null : key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        IssuedKey key = shown.get(alias);
        return key == null ? null : key.key();
    }
}
