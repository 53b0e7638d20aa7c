package nl.schakel.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a rollover one step further. */
@Command(
        name = "rollover",
        description = {
            "Takes the rollover of a key one step further: announced, active, verify-only, retired.",
            "Without an announced key, a demo home makes one and announces it; else the announced key becomes active",
            "and the one before it verify-only. With --retire, verify-only keys are retired."
        },
        footer = "Example: schakel cert rollover seal")
final class CertRolloverCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "USE", description = "tls, seal, decrypt or checkpoint.")
    private String use = "";

    @Option(
            names = "--of",
            paramLabel = "ORGANISATION",
            description = "A partner's registered keys, by OIN (or ura-...).")
    private Optional<String> organisation = Optional.empty();

    @Option(names = "--retire", description = "Ends the overlap: verify-only keys do not count any more.")
    private boolean retire;

    private final Console console;

    CertRolloverCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return KeyFolder.in(asked.home(), use, console, this::further);
    }

    private int further(KeyFolder folder, Usage usage) {
        return organisation
                .map(of -> partner(KeyRegister.of(folder.pki()), of, usage))
                .orElseGet(() -> own(folder, usage));
    }

    private int own(KeyFolder folder, Usage usage) {
        OwnKeys keys = folder.own();
        if (retire) {
            return told(keys.retire(usage), "of our keys for " + usage.text() + " retired.");
        }
        if (keys.next(usage).isPresent()) {
            IssuedKey now = keys.activate(usage);
            console.line("Active: our key for " + usage.text() + ", until "
                    + now.certificate().getNotAfter().toInstant()
                    + ". The one before is verify-only; when nothing of it is under way any more: schakel cert rollover "
                    + usage.text() + " --retire");
            return Exit.OK;
        }
        Optional<CertificateAuthority> demo = folder.authority();
        if (demo.isEmpty()) {
            return console.fail(
                    Exit.FINDING,
                    "No key for " + usage.text() + " is announced. Ask for a certificate first: schakel cert request "
                            + usage.text() + " --out FILE; then: schakel cert import FILE");
        }
        var us = keys.active(usage).organisation();
        keys.announce(usage, demo.get().issue(new Subject(us.commonName(), us.oin(), us.ura()), usage));
        console.line("Announced: our next key for " + usage.text() + ". To take it into use: schakel cert rollover "
                + usage.text());
        return Exit.OK;
    }

    private int partner(KeyRegister register, String of, Usage usage) {
        KeyState from = retire ? KeyState.VERIFY_ONLY : KeyState.ANNOUNCED;
        KeyState to = retire ? KeyState.RETIRED : KeyState.ACTIVE;
        List<KeyRegister.Entry> moving = register.entries().stream()
                .filter(entry -> entry.organisation().equals(of) && entry.usage() == usage && entry.state() == from)
                .toList();
        moving.forEach(entry -> register.move(entry, to));
        return told(moving.size(), "keys of " + of + " for " + usage.text() + " " + to.text() + ".");
    }

    private int told(int number, String what) {
        if (number == 0) {
            return console.fail(Exit.FINDING, "0 " + what + " Look at: schakel cert list");
        }
        console.line(number + " " + what);
        return Exit.OK;
    }
}
