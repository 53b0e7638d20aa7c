package nl.schakel.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificates, leaf first, without the root.
 *
 * @param key never leaves the process but through {@link KeyFiles#write}
 */
public record IssuedKey(PrivateKey key, List<X509Certificate> chain) {
    public IssuedKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A key comes with its certificate");
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Whose key it is.
     *
     * @throws IllegalStateException when the certificate names no organisation
     */
    public Organisation organisation() {
        return LeafRules.organisation(certificate())
                .orElseThrow(() -> new IllegalStateException("The certificate names no organisation by its OIN"));
    }

    @Override
    public String toString() {
        return "IssuedKey[" + certificate().getSerialNumber().toString(16) + "]";
    }
}
