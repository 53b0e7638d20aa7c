package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the whole audit log. */
@Command(
        name = "verify",
        description = {
            "Checks the whole log: records, leaves, their places in the tree, and every signed checkpoint.",
            "Exit 1 and the place when anything was altered, removed or changed places."
        },
        footer = "Example: schakel audit verify")
final class AuditVerifyCommand implements Callable<Integer> {
    /** A log of years has millions of leaves. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Mixin
    private final Asked asked = new Asked();

    @Option(names = "--from", paramLabel = "POSITION", description = "Tell only of leaves from this one on, from 0.")
    private Optional<Long> from = Optional.empty();

    @Option(names = "--to", paramLabel = "POSITION", description = "Tell only of leaves up to this one.")
    private Optional<Long> to = Optional.empty();

    private final Console console;

    AuditVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!asked.json()) {
            console.line("Reading the audit log ...");
        }
        OperatorApi.Reply reply = OperatorApi.of(asked.home())
                .get(
                        "/api/v1/audit/verify?"
                                + from.map(f -> "from=" + f + "&").orElse("")
                                + to.map(t -> "to=" + t).orElse(""),
                        PATIENCE);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        JsonNode report = reply.body();
        if (asked.json()) {
            console.line(report.toString());
        } else {
            tell(report);
        }
        return report.path("findings").isEmpty() ? Exit.OK : Exit.FINDING;
    }

    private void tell(JsonNode report) {
        for (JsonNode finding : report.path("findings")) {
            console.line(
                    place(finding.path("first").asLong(), finding.path("last").asLong())
                            + finding.path("what").asText());
        }
        String read = report.path("size").asLong() + " leaves, "
                + report.path("checkpoints").asInt() + " signed checkpoints ("
                + report.path("stamped").asInt() + " time-stamped), "
                + report.path("erased").asLong() + " records erased";
        console.line(
                report.path("findings").isEmpty()
                        ? "The audit log is whole: " + read + "."
                        : "The audit log was ALTERED: "
                                + report.path("findings").size() + " findings in " + read + ".");
    }

    private static String place(long first, long last) {
        if (first < 0) {
            return "";
        }
        return first == last ? "leaf " + first + ": " : "leaves " + first + "-" + last + ": ";
    }
}
