package nl.schakel.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The demo's own authority: a root and an intermediate that issues, under {@code ca/} of the key folder. Made per home,
 * limited to this machine by name constraints, and never for real clients.
 */
public final class CertificateAuthority {
    /** A leaf that ends sooner is issued anew. */
    private static final Duration RENEWAL = Duration.ofDays(45);

    private final Clock clock;
    private final X509Certificate root;
    private final IssuedKey intermediate;
    private final RevocationList rootList;
    private final RevocationList list;

    private CertificateAuthority(Path ca, Clock clock) {
        IssuedKey rootKey = KeyFiles.read(ca.resolve("root.crt"), ca.resolve("root.key"));
        this.clock = clock;
        this.root = rootKey.certificate();
        this.intermediate = KeyFiles.read(ca.resolve("intermediate.crt"), ca.resolve("intermediate.key"));
        this.rootList = new RevocationList(ca.resolve("root.crl"), root, pair(rootKey));
        this.list = new RevocationList(ca.resolve("intermediate.crl"), intermediate.certificate(), pair(intermediate));
    }

    /**
     * Opens the authority of this folder, or makes what is missing of it: a start that broke off half way is finished.
     *
     * @param folder the key folder, {@code HOME/pki}
     * @throws KeyMaterialInvalid when files stand there that do not belong together
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static CertificateAuthority createAt(Path folder, Clock clock) {
        Path ca = folder.resolve("ca");
        try {
            complete(ca, clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CertificateAuthority authority = new CertificateAuthority(ca, clock);
        authority.publishLists(ca);
        return authority;
    }

    /** Opens the authority that {@link #createAt} made. */
    public static CertificateAuthority open(Path folder) {
        return new CertificateAuthority(folder.resolve("ca"), Clock.systemUTC());
    }

    /** A new key with its certificate; the chain holds the leaf and the intermediate. */
    public IssuedKey issue(Subject subject, Usage usage) {
        KeyPair key = CertificateMaker.newKey();
        var order = new CertificateMaker.LeafOrder(subject, usage, clock.instant());
        X509Certificate issuer = intermediate.certificate();
        X509Certificate leaf = CertificateMaker.leaf(issuer, pair(intermediate), key.getPublic(), order);
        return new IssuedKey(key.getPrivate(), List.of(leaf, issuer));
    }

    /**
     * Answers a request for a certificate; the result has no private key, which stays with whoever asked.
     *
     * @param request PKCS#10, PEM; its signature shows that the asker has the key
     * @throws IllegalArgumentException when it is none, or was signed with another key
     */
    public List<X509Certificate> certify(String request, Usage usage) {
        CertificateRequest.Asked asked = CertificateRequest.read(request);
        var order = new CertificateMaker.LeafOrder(asked.subject(), usage, clock.instant());
        X509Certificate issuer = intermediate.certificate();
        return List.of(CertificateMaker.leaf(issuer, pair(intermediate), asked.key(), order), issuer);
    }

    /** The key at this place; issued when it is missing, somebody else's, or ends within 45 days. */
    public IssuedKey issueAt(Path crt, Path key, Subject subject, Usage usage) {
        if (Files.exists(crt) && Files.exists(key)) {
            IssuedKey present = KeyFiles.read(crt, key);
            if (isOurs(present, subject, usage) && lasts(present)) {
                return present;
            }
        }
        IssuedKey fresh = issue(subject, usage);
        KeyFiles.write(crt, key, fresh);
        return fresh;
    }

    /** The key in use for this; issued when it is missing, somebody else's, or ends within 45 days. */
    public IssuedKey issueInto(OwnKeys keys, Subject subject, Usage usage) {
        return keys.find(usage)
                .filter(present -> isOurs(present, subject, usage) && lasts(present))
                .orElseGet(() -> {
                    IssuedKey fresh = issue(subject, usage);
                    keys.put(usage, fresh);
                    return fresh;
                });
    }

    public X509Certificate root() {
        return root;
    }

    public X509Certificate intermediate() {
        return intermediate.certificate();
    }

    /** The intermediate's revocation list, DER. */
    public synchronized byte[] crl() {
        try {
            return list.read().getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException("A list that was read has an encoding", e);
        }
    }

    /** The lists of the root and of the intermediate. */
    public synchronized List<X509CRL> crls() {
        return List.of(rootList.read(), list.read());
    }

    /** Answers a request for the status of certificates of the intermediate (RFC 6960), DER to DER. */
    public byte[] ocsp(byte[] request) {
        return new OcspResponder(intermediate.certificate(), pair(intermediate), this::list)
                .answer(request, clock.instant());
    }

    private synchronized X509CRL list() {
        return list.read();
    }

    /** From now on a certificate of the intermediate is on its list. */
    public synchronized void revoke(BigInteger serial) {
        list.add(serial, clock.instant());
    }

    private static void complete(Path ca, Instant now) throws IOException {
        Path rootCrt = ca.resolve("root.crt");
        Path rootFile = ca.resolve("root.key");
        if (!Files.exists(rootCrt)) {
            KeyPair key = CertificateMaker.newKey();
            X509Certificate root = CertificateMaker.root(key, now);
            KeyFiles.write(rootCrt, rootFile, new IssuedKey(key.getPrivate(), List.of(root)));
        }
        Path crt = ca.resolve("intermediate.crt");
        if (!Files.exists(crt)) {
            IssuedKey root = KeyFiles.read(rootCrt, rootFile);
            KeyPair key = CertificateMaker.newKey();
            var issued = CertificateMaker.intermediate(root.certificate(), pair(root), key.getPublic(), now);
            KeyFiles.write(crt, ca.resolve("intermediate.key"), new IssuedKey(key.getPrivate(), List.of(issued)));
        }
    }

    private void publishLists(Path ca) {
        publish(rootList, ca.resolve("root.crl"));
        publish(list, ca.resolve("intermediate.crl"));
    }

    private void publish(RevocationList revocations, Path file) {
        if (Files.exists(file)) {
            revocations.renew(clock.instant());
        } else {
            revocations.begin(clock.instant());
        }
    }

    private boolean isOurs(IssuedKey present, Subject subject, Usage usage) {
        X509Certificate leaf = present.certificate();
        boolean same = LeafRules.organisation(leaf)
                .filter(organisation -> organisation.oin().equals(subject.oin()))
                .isPresent();
        return same && LeafRules.fits(leaf, usage) && present.chain().contains(intermediate());
    }

    private boolean lasts(IssuedKey present) {
        Instant end = present.certificate().getNotAfter().toInstant();
        return clock.instant().plus(RENEWAL).isBefore(end);
    }

    private static KeyPair pair(IssuedKey issued) {
        PrivateKey secret = issued.key();
        return new KeyPair(issued.certificate().getPublicKey(), secret);
    }
}
