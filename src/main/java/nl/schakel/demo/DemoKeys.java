package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;

/**
 * The keys of a demo home: an authority of its own, keys for the gateway and every partner to connect, to seal and to
 * open, the gateway's key for checkpoints, and the register of the partners' keys.
 */
final class DemoKeys {
    private static final Subject TIME_STAMPS = new Subject("Schakel demo time-stamps (TEST)", "00000099000000099000");

    private final Path pki;
    private final CertificateAuthority authority;
    private final KeyRegister register;

    private DemoKeys(Path pki, CertificateAuthority authority) {
        this.pki = pki;
        this.authority = authority;
        this.register = KeyRegister.of(pki);
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
        Subject subject = new Subject(cast.fullName(), cast.oin(), cast.ura());
        if (cast.isGateway()) {
            OwnKeys own = OwnKeys.makeAt(pki);
            Usage.ofGateway().forEach(usage -> authority.issueInto(own, subject, usage));
            return;
        }
        for (Usage usage : List.of(Usage.TLS, Usage.SEAL, Usage.DECRYPT)) {
            String name = usage.text();
            register(
                    authority.issueAt(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), subject, usage),
                    usage);
        }
    }

    /** A key that was renewed is put to work; the one before it still counts. */
    private void register(IssuedKey key, Usage usage) {
        KeyRegister.Entry entry = register.admit(key.chain(), usage, KeyState.ANNOUNCED);
        if (entry.state() == KeyState.ANNOUNCED) {
            register.move(entry, KeyState.ACTIVE);
        }
    }

    static Path folder(Path pki, Cast cast) {
        return cast.isGateway()
                ? pki.resolve("gateway")
                : pki.resolve("partners").resolve(cast.id().value());
    }
}
