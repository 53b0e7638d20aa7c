package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import nl.schakel.referral.Limits;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * Signs what only we read again, with a key that was made for this run and is written nowhere: a restart ends every token.
 * The header is one constant text, so that there is nothing in it to choose. Safe for use by many threads.
 */
public final class TokenSeal {
    /** RFC 9068. */
    private static final String HEADER =
            Base64Url.text("{\"typ\":\"at+jwt\",\"alg\":\"ES256\"}".getBytes(StandardCharsets.US_ASCII));

    private final PrivateSealKey secret;
    private final SealKey open;

    private TokenSeal(PrivateSealKey secret, SealKey open) {
        this.secret = secret;
        this.open = open;
    }

    /** With a new key. */
    public static TokenSeal make() {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), new SecureRandom()));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new TokenSeal(
                new PrivateSealKey.Known((ECPrivateKeyParameters) pair.getPrivate()),
                new SealKey.Es256((ECPublicKeyParameters) pair.getPublic()));
    }

    /** A compact JWS that carries the payload. */
    public String sign(byte[] payload) {
        SigningInput input = SigningInput.of(HEADER, payload);
        return new String(input.bytes(), StandardCharsets.US_ASCII) + '.' + Base64Url.text(secret.sign(input));
    }

    /** Whether this begins as every token does that is signed here. */
    public static boolean bears(String token) {
        return token.startsWith(HEADER + '.');
    }

    /** The payload of a token that was signed here, in this run; else nothing, whatever is wrong with it. */
    public Optional<byte[]> open(String token) {
        String[] parts = token.length() > Limits.SEAL_HEADER_BYTES ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(HEADER)) {
            return Optional.empty();
        }
        Optional<byte[]> payload = Base64Url.decode(parts[1]);
        Optional<byte[]> signature = Base64Url.decode(parts[2]);
        return payload.filter(bytes -> signature
                .filter(value -> open.verifies(SigningInput.of(HEADER, bytes), value))
                .isPresent());
    }
}
