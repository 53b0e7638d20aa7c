package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.PartnerSeals;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Seals a file for one receiver and puts it into a message. */
@Command(
        name = "seal",
        description = {
            "Seals a file for one receiver alone and puts it into a FHIR Bundle, as a DocumentReference of type",
            "application/jose. The gateway reads for whom it is and of which category, and never what it says."
        },
        footer =
                "Example: schakel part seal note.txt --as ziekenhuis-demo --to opvang-demo --category housing --into referral.json"
                        + " --out sealed.json")
final class PartSealCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "FILE", description = "What only the receiver may read: text, a PDF, a picture.")
    private Path file = Path.of("");

    @Option(
            names = "--as",
            required = true,
            paramLabel = "PARTNER",
            description = "Who seals it and sends the message.")
    private String sender = "";

    @Option(names = "--to", required = true, paramLabel = "PARTNER", description = "Who alone can open it.")
    private String receiver = "";

    @Option(
            names = "--category",
            required = true,
            paramLabel = "CATEGORY",
            description = "What it is about, such as safety or health-detail: law and consent decide by it.")
    private String category = "";

    @Option(
            names = "--into",
            required = true,
            paramLabel = "BUNDLE",
            description = "The message it travels in. It is bound to that message and counts in no other.")
    private Path message = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the message with it.")
    private Path out = Path.of("");

    private final Console console;

    PartSealCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<String> wrong = wrong();
        if (wrong.isPresent()) {
            return console.fail(Exit.USAGE, wrong.get());
        }
        byte[] content = Files.readAllBytes(file);
        Step<byte[]> sealed = StrictJson.readObject(Files.readAllBytes(message))
                .then(json -> SealedBundle.of(json, message.toString()))
                .then(bundle -> PartnerSeals.of(asked.home(), new PartnerId(sender))
                        .then(seals -> seals.seal(
                                new PartnerSeals.Part(
                                        bundle.messageId(), bundle.nextName(), SealedBundle.mediaType(file), content),
                                new PartnerId(receiver)))
                        .map(jwe -> bundle.with(jwe, category).utf8()));
        if (!(sealed instanceof Step.Next<byte[]> next)) {
            return sealed.fold(never -> Exit.OK, console::refuse);
        }
        Files.write(out, next.value());
        console.line(out + ": " + content.length + " bytes sealed for " + receiver + ", category " + category);
        return Exit.OK;
    }

    private Optional<String> wrong() {
        for (String partner : new String[] {sender, receiver}) {
            if (!PartnerId.isWellFormed(partner)) {
                return Optional.of("'" + partner + "' is no partner id, such as opvang-demo.");
            }
        }
        for (Path one : new Path[] {file, message}) {
            if (!Files.isReadable(one) || Files.isDirectory(one)) {
                return Optional.of("There is no readable file " + one + ".");
            }
        }
        return Category.of(category).isPresent()
                ? Optional.empty()
                : Optional.of("'" + category + "' is no category, such as safety or health-detail.");
    }
}
