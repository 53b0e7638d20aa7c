package nl.schakel.seal;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * A key whose signatures another provider checks.
 *
 * @param floor says what the key is and how long its signature must be, and checks when the provider cannot
 * @param key as the provider has it
 */
record NativeKey(SealKey floor, PublicKey key, Provider provider) implements SealKey {

    @Override
    public String algorithm() {
        return floor.algorithm();
    }

    @Override
    public int signatureLength() {
        return floor.signatureLength();
    }

    @Override
    public boolean verifies(SigningInput input, byte[] signature) {
        if (signature.length != signatureLength()) {
            return false;
        }
        try {
            Signature verifier = signature(provider);
            verifier.initVerify(key);
            verifier.update(input.bytes());
            return verifier.verify(signature);
        } catch (SignatureException notOne) {
            return false;
        } catch (GeneralSecurityException cannot) {
            return floor.verifies(input, signature);
        }
    }

    /** The algorithm of this key, at a provider. */
    Signature signature(Provider of) throws GeneralSecurityException {
        if (floor instanceof Es256) {
            return Signature.getInstance("SHA256withECDSAinP1363Format", of);
        }
        Signature pss = Signature.getInstance("RSASSA-PSS", of);
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, Ps256.SALT, 1));
        return pss;
    }
}
