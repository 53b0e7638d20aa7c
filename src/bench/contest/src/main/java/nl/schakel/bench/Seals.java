package nl.schakel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import nl.schakel.referral.Step;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.BouncyCastle;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;

/**
 * Seals over ten kilobytes with ES256, under a chain of leaf and intermediate below a root, with revocation lists. Ours makes
 * and checks a whole seal; the bare signatures of the providers are what is in it at least.
 */
final class Seals {
    private static final int BYTES = 10_000;
    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private final Instant now = Instant.now();
    private final byte[] payload = "{\"a\":\"0123456789\"}".repeat(BYTES / 18).getBytes(StandardCharsets.US_ASCII);
    private final CertificateAuthority authority;
    private final IssuedKey key;
    private final Sealer sealer;
    private final SealVerifier verifier;
    private final TrustAnchors anchors;
    private final String seal;
    private final byte[] signature;

    Seals() {
        authority = authority();
        key = authority.issue(new Subject("bench", "00000099000000001000"), Usage.SEAL);
        anchors = anchors();
        sealer = new Sealer(key, Clock.systemUTC());
        verifier = new SealVerifier(anchors);
        seal = sealer.seal(payload, Sealer.DOCUMENT, "application/json");
        signature = signed(BouncyCastle.PROVIDER);
    }

    private static CertificateAuthority authority() {
        try {
            Path folder = Files.createTempDirectory("bench");
            folder.toFile().deleteOnExit();
            return CertificateAuthority.createAt(folder, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With nothing remembered. */
    private TrustAnchors anchors() {
        return TrustAnchors.of(List.of(authority.root()), Clock.systemUTC()).withCrls(authority.crls());
    }

    /** What the benchmark of this name does once; it fails when what must be good is not. */
    Object named(String contestant) {
        return switch (contestant) {
            case "seal/schakel" -> sealer.seal(payload, Sealer.DOCUMENT, "application/json");
            case "seal/bouncy-castle-alone" -> signed(BouncyCastle.PROVIDER);
            case "seal/jdk-alone" -> signed(jdk());
            case "check/schakel" -> good(verifier.verify(payload, seal, Sealer.DOCUMENT, Instant.now()));
            case "check/first-of-a-key" ->
                good(new SealVerifier(anchors()).verify(payload, seal, Sealer.DOCUMENT, Instant.now()));
            case "check/bouncy-castle-alone" -> checked(BouncyCastle.PROVIDER);
            case "check/jdk-alone" -> checked(jdk());
            case "chain/schakel" -> good(anchors.verify(key.chain(), Usage.SEAL, Instant.now()));
            case "chain/first-of-a-key" -> good(anchors().verify(key.chain(), Usage.SEAL, Instant.now()));
            case "chain/jdk-alone" -> walked();
            default -> throw new IllegalArgumentException(contestant);
        };
    }

    private static <T> T good(Step<T> step) {
        return step.fold(value -> value, problem -> {
            throw new IllegalStateException(problem.sentence());
        });
    }

    private static Provider jdk() {
        return Security.getProvider("SunEC");
    }

    private byte[] signed(Provider provider) {
        return tried(() -> {
            Signature signing = Signature.getInstance(ES256, provider);
            PrivateKey own = key.key();
            signing.initSign(own);
            signing.update(payload);
            return signing.sign();
        });
    }

    private Object checked(Provider provider) {
        return tried(() -> {
            Signature checking = Signature.getInstance(ES256, provider);
            PublicKey theirs = key.certificate().getPublicKey();
            checking.initVerify(theirs);
            checking.update(payload);
            if (!checking.verify(signature)) {
                throw new IllegalStateException("A good signature is refused");
            }
            return true;
        });
    }

    /** The JDK's own path validation, without asking whether anything was revoked. */
    private Object walked() {
        return tried(() -> {
            List<X509Certificate> chain = key.chain().stream()
                    .filter(certificate -> !certificate.equals(authority.root()))
                    .toList();
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            return CertPathValidator.getInstance("PKIX").validate(path, parameters);
        });
    }

    /** Something of the JDK's cryptography. */
    private interface Attempt<T> {
        T result() throws GeneralSecurityException;
    }

    private static <T> T tried(Attempt<T> attempt) {
        try {
            return attempt.result();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
