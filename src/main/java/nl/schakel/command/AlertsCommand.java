package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an operator must know of now. */
@Command(
        name = "alerts",
        description = {
            "What is not as it should be now: messages that are nowhere, work that waits too long, partners who are not reached or",
            "not heard. With --days also what ended lately. Exit code 1 while something lasts."
        },
        footer = "Example: schakel alerts --days 7")
final class AlertsCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Option(names = "--days", paramLabel = "N", description = "Also what ended in the last N days.")
    private int days;

    private final Console console;

    AlertsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi.Reply reply = OperatorApi.of(asked.home()).get("/api/v1/alerts?days=" + days);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        JsonNode alerts = reply.body().path("alerts");
        boolean lasting = false;
        Table table = new Table("KIND", "SUBJECT", "SINCE", "UNTIL", "WORDS");
        for (JsonNode alert : alerts) {
            lasting |= !alert.has("until");
            table.row(
                    alert.path("kind").asText(),
                    alert.path("subject").asText(),
                    alert.path("since").asText(),
                    alert.path("until").asText("lasts"),
                    alert.path("words").asText());
        }
        if (asked.json()) {
            console.line(reply.body().toString());
        } else if (alerts.isEmpty()) {
            console.line("All is as it should be.");
        } else {
            table.lines().forEach(console::line);
        }
        return lasting ? Exit.FINDING : Exit.OK;
    }
}
