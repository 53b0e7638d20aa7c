package nl.schakel.seal;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nl.schakel.trust.BouncyCastle;
import nl.schakel.trust.KeyMaterialInvalid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon Corretto Crypto Provider, for who puts it beside the product: it checks signatures of ES256 and PS256 in native
 * code. What a key is, may and how long its signature must be is still decided by Bouncy Castle. It is a provider object
 * of its own class loader; nothing else finds it.
 *
 * @see <a href="https://github.com/corretto/amazon-corretto-crypto-provider">its home</a>
 */
final class NativeProvider {
    private static final Logger LOG = LoggerFactory.getLogger(NativeProvider.class);
    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String EXPECTED =
            "an Amazon Corretto Crypto Provider for this machine that takes good signatures and no others";
    private static final int RSA_BITS = 2048;

    private final Optional<Provider> provider;

    private NativeProvider(Optional<Provider> provider) {
        this.provider = provider;
    }

    /** Bouncy Castle alone. */
    static NativeProvider none() {
        return new NativeProvider(Optional.empty());
    }

    /**
     * Tried before it is used: it has to take what is good and nothing else.
     *
     * @param jar with the native library in it
     * @throws KeyMaterialInvalid when it is none, does not run on this machine, or judges wrongly
     */
    static NativeProvider in(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new KeyMaterialInvalid(jar, EXPECTED);
        }
        try {
            // Never closed: its classes are needed as long as the process runs.
            ClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
            return tried(
                    (Provider) Class.forName(CLASS, true, loader)
                            .getField("INSTANCE")
                            .get(null),
                    jar);
        } catch (IOException | ReflectiveOperationException | LinkageError notHere) {
            throw new KeyMaterialInvalid(jar, EXPECTED, notHere);
        }
    }

    /** As {@link #in}, of a provider that is at hand. */
    static NativeProvider of(Provider provider) {
        return tried(provider, Path.of(provider.getName()));
    }

    private static NativeProvider tried(Provider provider, Path jar) {
        NativeProvider made = new NativeProvider(Optional.of(provider));
        try {
            if (!judgesWell(made, ec()) || !judgesWell(made, rsa())) {
                throw new KeyMaterialInvalid(jar, EXPECTED);
            }
        } catch (GeneralSecurityException broken) {
            throw new KeyMaterialInvalid(jar, EXPECTED, broken);
        }
        LOG.info("Signatures are checked by {} {}", provider.getName(), provider.getVersionStr());
        return made;
    }

    /** The same key, checked natively where that is possible. */
    SealKey over(SealKey key, PublicKey encoded) {
        if (provider.isEmpty() || key instanceof SealKey.EdDsa) {
            return key;
        }
        try {
            String family = key instanceof SealKey.Es256 ? "EC" : "RSA";
            PublicKey own = KeyFactory.getInstance(family, provider.get())
                    .generatePublic(new X509EncodedKeySpec(encoded.getEncoded()));
            return new NativeKey(key, own, provider.get());
        } catch (GeneralSecurityException refused) {
            return key;
        }
    }

    private static KeyPair ec() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", BouncyCastle.PROVIDER);
        generator.initialize(new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
        return generator.generateKeyPair();
    }

    /** A signature of Bouncy Castle's is taken; each with one byte turned, of nothing but zeros or of another length is not. */
    private static boolean judgesWell(NativeProvider made, KeyPair pair) throws GeneralSecurityException {
        SealKey floor = SealKey.of(pair.getPublic()).orElseThrow();
        if (!(made.over(floor, pair.getPublic()) instanceof NativeKey key)) {
            return false;
        }
        SigningInput input = new SigningInput(new byte[] {1, 2, 3});
        Signature signer = key.signature(BouncyCastle.PROVIDER);
        signer.initSign(pair.getPrivate());
        signer.update(input.bytes());
        byte[] good = signer.sign();
        byte[] turned = good.clone();
        turned[good.length / 2] ^= 1;
        List<byte[]> bad = List.of(turned, new byte[good.length], Arrays.copyOf(good, good.length - 1));
        return key.verifies(input, good)
                && bad.stream().noneMatch(signature -> key.verifies(input, signature))
                && !key.verifies(new SigningInput(new byte[] {1, 2, 4}), good);
    }
}
