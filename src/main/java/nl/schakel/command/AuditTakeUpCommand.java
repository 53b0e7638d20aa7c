package nl.schakel.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes on with a database out of an old backup. */
@Command(
        name = "take-up",
        description = {
            "Only in reconcile mode: goes on with a database that does not hold all that was signed. What waits to be sent",
            "is parked, because it may have been sent already; who did this, why, and what was lost stands in the log."
        },
        footer = "Example: schakel audit take-up --reason 'disk lost, backup of 02:00'")
final class AuditTakeUpCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why, without personal data.")
    private String reason = "";

    private final Console console;

    AuditTakeUpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi.Reply reply = OperatorApi.of(asked.home())
                .post(
                        "/api/v1/audit/take-up",
                        JsonNodeFactory.instance.objectNode().put("reason", reason));
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
        } else {
            console.line("Taken up: " + reply.body().path("lost").asText() + ". "
                    + reply.body().path("parked").asLong()
                    + " items wait for a person. Now stop Schakel and start it again.");
        }
        return Exit.OK;
    }
}
