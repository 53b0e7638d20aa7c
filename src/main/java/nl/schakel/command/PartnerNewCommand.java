package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the file of a new partner to begin with. */
@Command(
        name = "new",
        description = {
            "Writes routes/partners/ID.yaml for a new partner: a file that is valid and that you go on with. Then it is checked with all",
            "others; when something is wrong it is taken away again and nothing has changed."
        },
        footer =
                "Example: schakel partner new opvang-west --role MO --oin 00000099000000077000 --channel fhir --host fhir.opvang-west.example")
final class PartnerNewCommand implements Callable<Integer> {
    @Mixin
    private final MapFolders folders = new MapFolders();

    @Parameters(paramLabel = "ID", description = "Its id: small letters, digits and hyphens; never changes afterwards.")
    private String id = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "CODE",
            description = "Its policy code, such as MO, GGZ, SHV or GEM.")
    private String role = "";

    @Option(
            names = "--oin",
            required = true,
            paramLabel = "OIN",
            description = "The number in its certificates (20 digits).")
    private String oin = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Its name on screens (default: its id).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--channel",
            required = true,
            paramLabel = "KIND",
            description = "fhir (REST, mutual TLS, sealed), mllp (HL7 v2 over TLS) or file (a folder each way).")
    private PartnerSketch.Kind channel = PartnerSketch.Kind.FHIR;

    @Option(names = "--host", paramLabel = "HOST", description = "Where it is reached; not for file.")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--contact",
            paramLabel = "MAILBOX",
            description = "Of its technical desk, no person (default: koppelvlak@ID.example).")
    private Optional<String> contact = Optional.empty();

    private final Console console;

    PartnerNewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!id.matches("[a-z][a-z0-9-]{1,39}")) {
            return console.fail(Exit.USAGE, "An id is small letters, digits and hyphens, such as opvang-west.");
        }
        if (channel != PartnerSketch.Kind.FILE && host.isEmpty()) {
            return console.fail(Exit.USAGE, "Say with --host where it is reached.");
        }
        Path file = folders.routes().resolve("partners").resolve(id + ".yaml");
        if (Files.exists(file)) {
            return console.fail(Exit.FINDING, file + " is there already; nothing was changed.");
        }
        String text = PartnerSketch.of(
                channel,
                id,
                name.orElse(id),
                role,
                oin,
                host.orElse(""),
                contact.orElse("koppelvlak@" + id + ".example"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        Optional<Problem> wrong = folders.load().fold(good -> Optional.empty(), Optional::of);
        if (wrong.isPresent()) {
            Files.delete(file);
            return console.refuse(wrong.get());
        }
        console.line("Written: " + file);
        console.line(
                "Next: read it; name the partner in a circle (routes/circles) so that it is asked; register its certificates:");
        console.line("  schakel cert import FILE --use tls (and seal, decrypt); then check all: schakel partner check");
        return Exit.OK;
    }
}
