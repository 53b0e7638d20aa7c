package nl.schakel.seal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.AESWrapEngine;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** The key of one part, wrapped for its receiver: ECDH-ES+A256KW on P-256, or RSA-OAEP-256 (RFC 7518 section 4). */
final class ContentKey {
    static final int BYTES = 32;

    private static final int COORDINATE = 32;
    private static final int RSA_BITS = 2048;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ECNamedDomainParameters CURVE = new ECNamedDomainParameters(
            SECObjectIdentifiers.secp256r1, SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

    private ContentKey() {}

    /** A wrapped key, and for EC the one-time public key that came with it. */
    record Wrapped(String alg, byte[] bytes, List<String> ephemeral) {}

    static byte[] fresh() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /** @throws IllegalArgumentException for a key of another kind, curve or size */
    static Wrapped wrap(byte[] key, AsymmetricKeyParameter receiver) {
        if (receiver instanceof ECPublicKeyParameters ec && isP256(ec)) {
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(CURVE, RANDOM));
            AsymmetricCipherKeyPair once = generator.generateKeyPair();
            byte[] shared =
                    derived(new OpeningKey.Known(once.getPrivate()).agree(ec).orElseThrow());
            AESWrapEngine wrap = new AESWrapEngine();
            wrap.init(true, new KeyParameter(shared));
            ECPoint point = ((ECPublicKeyParameters) once.getPublic()).getQ().normalize();
            return new Wrapped(
                    PartHeader.EC,
                    wrap.wrap(key, 0, key.length),
                    List.of(
                            coordinate(point.getAffineXCoord().toBigInteger()),
                            coordinate(point.getAffineYCoord().toBigInteger())));
        }
        if (receiver instanceof RSAKeyParameters rsa && rsa.getModulus().bitLength() >= RSA_BITS) {
            OAEPEncoding oaep = oaep();
            oaep.init(true, new ParametersWithRandom(rsa, RANDOM));
            try {
                return new Wrapped(PartHeader.RSA, oaep.processBlock(key, 0, key.length), List.of());
            } catch (InvalidCipherTextException e) {
                throw new IllegalStateException("32 bytes fit under any RSA key in use", e);
            }
        }
        throw new IllegalArgumentException("Parts are sealed for a P-256 or RSA key");
    }

    /** Empty for whatever was not wrapped for this key. */
    static Optional<byte[]> unwrap(PartHeader header, byte[] wrapped, OpeningKey own) {
        try {
            Optional<byte[]> key = header.alg().equals(PartHeader.EC)
                    ? point(header.ephemeral()).flatMap(own::agree).flatMap(z -> opened(derived(z), wrapped))
                    : own.decrypt(oaep(), wrapped);
            return key.filter(bytes -> bytes.length == BYTES);
        } catch (InvalidCipherTextException | org.bouncycastle.crypto.DataLengthException wrong) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> opened(byte[] shared, byte[] wrapped) {
        AESWrapEngine wrap = new AESWrapEngine();
        wrap.init(false, new KeyParameter(shared));
        try {
            return Optional.of(wrap.unwrap(wrapped, 0, wrapped.length));
        } catch (InvalidCipherTextException | org.bouncycastle.crypto.DataLengthException wrong) {
            return Optional.empty();
        }
    }

    /** Only a point of the curve: any other would draw our private key out piece by piece. */
    private static Optional<ECPublicKeyParameters> point(List<String> coordinates) {
        Optional<byte[]> x = Base64Url.decode(coordinates.get(0)).filter(bytes -> bytes.length == COORDINATE);
        Optional<byte[]> y = Base64Url.decode(coordinates.get(1)).filter(bytes -> bytes.length == COORDINATE);
        if (x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        try {
            ECPoint point = CURVE.getCurve().validatePoint(new BigInteger(1, x.get()), new BigInteger(1, y.get()));
            return Optional.of(new ECPublicKeyParameters(point, CURVE));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }

    /** The Concat KDF for one round of SHA-256 (RFC 7518 section 4.6.2), without party information. */
    private static byte[] derived(byte[] z) {
        byte[] alg = PartHeader.EC.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input =
                ByteBuffer.allocate(Integer.BYTES + z.length + Integer.BYTES + alg.length + 3 * Integer.BYTES);
        input.putInt(1).put(z).putInt(alg.length).put(alg).putInt(0).putInt(0).putInt(8 * BYTES);
        return SigningInput.sha256(input.array());
    }

    private static boolean isP256(ECPublicKeyParameters key) {
        return key.getParameters() instanceof ECNamedDomainParameters named
                && named.getName().equals(SECObjectIdentifiers.secp256r1);
    }

    private static OAEPEncoding oaep() {
        return new OAEPEncoding(new RSABlindedEngine(), new SHA256Digest(), new SHA256Digest(), null);
    }

    private static String coordinate(BigInteger value) {
        return Base64Url.text(BigIntegers.asUnsignedByteArray(COORDINATE, value));
    }
}
