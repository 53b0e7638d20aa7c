package nl.schakel.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import nl.schakel.trust.BouncyCastle;
import nl.schakel.trust.IssuedKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A small time-stamp authority (RFC 3161) for the demo and for tests. Production asks one that others trust. */
public final class TimeStampAuthority {
    /** In the arc for examples. */
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("2.999.3161");

    private static final int SERIAL_BITS = 126;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final IssuedKey key;
    private final Clock clock;

    public TimeStampAuthority(IssuedKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The reply to a request, DER; empty when the request is none. */
    public Optional<byte[]> answer(byte[] request) {
        try {
            TimeStampResponseGenerator replies = new TimeStampResponseGenerator(generator(), TSPAlgorithms.ALLOWED);
            BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS);
            return Optional.of(replies.generate(new TimeStampRequest(request), serial, Date.from(clock.instant()))
                    .getEncoded());
        } catch (IOException | TSPException | RuntimeException none) {
            // The decoder throws whatever it likes at bytes that are no request.
            return Optional.empty();
        }
    }

    private TimeStampTokenGenerator generator() throws TSPException {
        try {
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build("SHA256withECDSA", key.key(), key.certificate()),
                    new JcaDigestCalculatorProviderBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build()
                            .get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                    org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256)),
                    POLICY);
            tokens.setAccuracySeconds(1);
            tokens.addCertificates(new JcaCertStore(key.chain()));
            return tokens;
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("A P-256 key signs", e);
        }
    }
}
