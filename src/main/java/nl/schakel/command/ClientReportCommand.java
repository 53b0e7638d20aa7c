package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The client's own copy: who got what, when and why, in plain Dutch. */
@Command(
        name = "client-report",
        description = "The client's own copy in plain Dutch: who got what, when and why, and the access log.",
        footer = "Example: schakel client-report V-2026-00001-7 --out overzicht.pdf")
final class ClientReportCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The reference of one of the client's referrals.")
    private String text = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the letter (PDF) goes; its name should say nothing. Default: ${DEFAULT-VALUE}.",
            defaultValue = "overzicht.pdf")
    private Path file = Path.of("overzicht.pdf");

    private final Console console;

    ClientReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi api = OperatorApi.of(asked.home());
        String path = "/api/v1/clients/" + reference.get().text() + "/report";
        if (asked.json()) {
            OperatorApi.Reply reply = api.get(path);
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            console.line(reply.body().toString());
            return Exit.OK;
        }
        OperatorApi.Download letter = api.download(path + ".pdf");
        if (!letter.reply().isGood()) {
            return letter.reply().fail(console);
        }
        Files.write(file, letter.bytes());
        console.line(file.toString());
        return Exit.OK;
    }
}
