package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;

/**
 * The keys of a demo home: an authority of its own, a TLS and a seal key for the gateway and every partner, and
 * the gateway's key for checkpoints.
 */
final class DemoKeys {
    private static final Subject TIME_STAMPS = new Subject("Schakel demo time-stamps (TEST)", "00000099000000099000");

    private final Path pki;
    private final CertificateAuthority authority;

    private DemoKeys(Path pki, CertificateAuthority authority) {
        this.pki = pki;
        this.authority = authority;
    }

    /** Makes what is missing or about to end; what is there and good stays. */
    static void complete(Path home, Clock clock) throws IOException {
        Path pki = home.resolve("pki");
        DemoKeys keys = new DemoKeys(pki, CertificateAuthority.createAt(pki, clock));
        for (Cast cast : Cast.values()) {
            keys.issue(cast);
        }
        Path tsa = pki.resolve("tsa");
        DemoHome.makeFolder(tsa);
        keys.authority.issueAt(tsa.resolve("stamp.crt"), tsa.resolve("stamp.key"), TIME_STAMPS, Usage.STAMP);
    }

    private void issue(Cast cast) throws IOException {
        Path folder = folder(pki, cast);
        DemoHome.makeFolder(folder);
        Subject subject = new Subject(cast.fullName(), cast.oin());
        authority.issueAt(folder.resolve("tls.crt"), folder.resolve("tls.key"), subject, Usage.TLS);
        authority.issueAt(folder.resolve("seal.crt"), folder.resolve("seal.key"), subject, Usage.SEAL);
        if (cast.isGateway()) {
            authority.issueAt(folder.resolve("checkpoint.crt"), folder.resolve("checkpoint.key"), subject, Usage.SEAL);
        }
    }

    static Path folder(Path pki, Cast cast) {
        return cast.isGateway()
                ? pki.resolve("gateway")
                : pki.resolve("partners").resolve(cast.id().value());
    }
}
