package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nl.schakel.proof.EvidenceCheck;
import nl.schakel.trust.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies an evidence file; needs neither network nor gateway. */
@Command(
        name = "verify",
        description = {
            "Verifies an evidence file by itself: VALID, INVALID with what is wrong and where, or CANNOT PROVE with what is",
            "missing. Needs no network and no gateway. Exit 0 when it is valid, else 1."
        },
        footer = "Example: schakel verify evidence.zip --anchor root.crt")
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "FILE.zip", description = "The evidence file.")
    private Path file = Path.of("evidence.zip");

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description =
                    "A root certificate that you trust, for seals or for time-stamps (PEM); may be repeated. Without"
                            + " one: the root of the home, when there is a home.")
    private List<Path> anchors = new ArrayList<>();

    private final Console console;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file)) {
            return console.fail(Exit.USAGE, "There is no file " + file + ".");
        }
        if (Files.size(file) > EvidenceCheck.MOST_BYTES) {
            return console.fail(Exit.FINDING, "INVALID: the file is too large for an evidence file.");
        }
        EvidenceCheck.Report report = EvidenceCheck.of(Files.readAllBytes(file), believed(), Instant.now());
        if (asked.json()) {
            console.line(Asked.json(view(report)));
        } else {
            tell(report);
        }
        return report.verdict() == EvidenceCheck.Verdict.VALID ? Exit.OK : Exit.FINDING;
    }

    private List<X509Certificate> believed() {
        Path own = asked.home().resolve("pki").resolve("ca").resolve("root.crt");
        List<Path> files = anchors.isEmpty() && Files.exists(own) ? List.of(own) : anchors;
        return files.stream()
                .flatMap(anchor -> KeyFiles.certificates(anchor).stream())
                .toList();
    }

    private void tell(EvidenceCheck.Report report) {
        report.proven().forEach(proven -> console.line("  " + proven));
        report.findings()
                .forEach(finding -> console.line((finding.weight() == EvidenceCheck.Verdict.INVALID ? "! " : "? ")
                        + finding.where() + ": " + finding.what()));
        console.line(word(report.verdict()) + (report.reference().isEmpty() ? "" : " " + report.reference()));
    }

    private static String word(EvidenceCheck.Verdict verdict) {
        return switch (verdict) {
            case VALID -> "VALID";
            case INVALID -> "INVALID";
            case CANNOT_PROVE -> "CANNOT PROVE";
        };
    }

    private static Map<String, Object> view(EvidenceCheck.Report report) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("verdict", word(report.verdict()));
        view.put("reference", report.reference());
        view.put(
                "findings",
                report.findings().stream()
                        .map(finding -> Map.of(
                                "weight", word(finding.weight()), "where", finding.where(), "what", finding.what()))
                        .toList());
        view.put("proven", report.proven());
        return view;
    }
}
