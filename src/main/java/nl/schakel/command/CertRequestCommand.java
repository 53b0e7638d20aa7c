package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nl.schakel.trust.KeyKind;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a new key and the request for its certificate. */
@Command(
        name = "request",
        description = {
            "Makes a new key of ours and a request for its certificate (PKCS#10), to send to the authority.",
            "The key waits beside the one in use, which stays in use."
        },
        footer = "Example: schakel cert request seal --out seal.csr")
final class CertRequestCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "USE", description = "tls, seal, decrypt or checkpoint.")
    private String use = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the request here (default: prints it).")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KIND",
            description = {
                "ec (P-256, signs with ES256; the default) or rsa (3072 bits, signs with PS256).",
                "Of rsa only for seal and checkpoint."
            })
    private String kind = "ec";

    @Option(names = "--again", description = "Throws away a key that still waits for its certificate.")
    private boolean again;

    private final Console console;

    CertRequestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return KeyFolder.in(asked.home(), use, console, this::request);
    }

    private int request(KeyFolder folder, Usage usage) throws IOException {
        Optional<KeyKind> wanted = Stream.of(KeyKind.values())
                .filter(one -> one.name().equalsIgnoreCase(kind))
                .findFirst();
        boolean signs = usage == Usage.SEAL || usage == Usage.CHECKPOINT;
        if (wanted.isEmpty() || (wanted.get() == KeyKind.RSA && !signs)) {
            return console.fail(Exit.USAGE, "--key is ec or rsa, and rsa only for seal and checkpoint.");
        }
        OwnKeys keys = folder.own();
        if (keys.hasBegun(usage) && !again) {
            return console.fail(
                    Exit.FINDING,
                    "A new key for " + usage.text() + " already waits. Import its certificate with:"
                            + " schakel cert import FILE; or throw it away with --again.");
        }
        String request = keys.request(usage, wanted.get());
        if (out.isEmpty()) {
            console.line(request.strip());
            return Exit.OK;
        }
        Files.writeString(out.get(), request, StandardCharsets.US_ASCII);
        console.line("Written: " + out.get() + ". When the certificate comes: schakel cert import FILE");
        return Exit.OK;
    }
}
