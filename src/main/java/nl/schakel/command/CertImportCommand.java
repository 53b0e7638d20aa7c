package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.Step;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes in a certificate: ours that was requested, or a partner's. */
@Command(
        name = "import",
        description = {
            "Takes in a certificate (PEM, leaf first). One that answers a request of ours is announced;",
            "a partner's is registered for the organisation that it names: active when it is the first for",
            "its use, else announced until: schakel cert rollover USE --of ORGANISATION"
        },
        footer = "Example: schakel cert import partner-seal.crt --use seal")
final class CertImportCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "FILE", description = "The certificate and its chain.")
    private Path file = Path.of("");

    @Option(
            names = "--use",
            paramLabel = "USE",
            description = "What a partner's certificate is for: tls, seal, decrypt.")
    private Optional<String> use = Optional.empty();

    private final Console console;

    CertImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return KeyFolder.in(asked.home(), console, this::imported);
    }

    private int imported(KeyFolder folder) throws IOException {
        if (!Files.isReadable(file)) {
            return console.fail(Exit.USAGE, "No such file: " + file + ".");
        }
        List<X509Certificate> chain = KeyFiles.certificates(file);
        OwnKeys own = folder.own();
        Optional<Usage> waiting = own.waitingFor(chain.get(0));
        if (waiting.isPresent()) {
            own.certified(waiting.get(), chain);
            console.line("Our next key for " + waiting.get().text() + " is announced. Tell your partners, then: schakel"
                    + " cert rollover " + waiting.get().text());
            return Exit.OK;
        }
        return partner(folder, chain);
    }

    private int partner(KeyFolder folder, List<X509Certificate> chain) {
        if (use.isEmpty()) {
            return console.fail(
                    Exit.USAGE,
                    "No key of ours waits for this certificate. If it is a partner's, say --use tls, seal or"
                            + " decrypt.");
        }
        Step<Usage> usage = KeyFolder.usage(use.get());
        if (!(usage instanceof Step.Next<Usage> wanted)) {
            return usage.fold(never -> Exit.OK, console::refuse);
        }
        KeyRegister register = KeyRegister.of(folder.pki());
        KeyRegister.Entry entry = register.admit(chain, wanted.value(), KeyState.ANNOUNCED);
        boolean first = entry.state() == KeyState.ANNOUNCED
                && register.active(entry.organisation(), entry.usage()).isEmpty();
        if (first) {
            register.move(entry, KeyState.ACTIVE);
        }
        console.line(
                "Registered for " + entry.organisation() + ", " + entry.usage().text() + ": "
                        + (first ? KeyState.ACTIVE : entry.state()).text() + ", key "
                        + entry.publicKey().substring(0, 16) + ".");
        return Exit.OK;
    }
}
