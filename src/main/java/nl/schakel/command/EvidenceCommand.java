package nl.schakel.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches the evidence of one referral. */
@Command(
        name = "evidence",
        description = {
            "Writes the proof of one referral into one file, which 'schakel verify' checks without any gateway.",
            "For nobody in particular it holds no message; for a partner it holds what that partner sent and received."
        },
        footer = "Example: schakel evidence V-2026-00001-8 --out evidence.zip --for ggz-noord")
final class EvidenceCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The reference, such as V-2026-00001-8.")
    private String text = "";

    @Option(names = "--out", paramLabel = "FILE.zip", required = true, description = "Where to write it.")
    private Path file = Path.of("evidence.zip");

    @Option(names = "--for", paramLabel = "PARTNER", description = "The partner for whom it is.")
    private Optional<String> partner = Optional.empty();

    private final Console console;

    EvidenceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        String path = "/api/v1/referrals/" + reference.get().text() + "/evidence"
                + partner.map(id -> "?for=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                        .orElse("");
        OperatorApi.Download evidence = OperatorApi.of(asked.home()).download(path);
        if (!evidence.reply().isGood()) {
            return evidence.reply().fail(console);
        }
        Files.write(file, evidence.bytes());
        console.line(file.toString());
        return Exit.OK;
    }
}
