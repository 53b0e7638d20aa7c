package nl.schakel.trust;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle as an object. It is never registered: a look-up by default could find SunEC, which on JDK 17 accepts 14
 * invalid signatures of Wycheproof.
 */
public final class BouncyCastle {
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
