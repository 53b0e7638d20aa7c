package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the codes that no table knows, and how much waits for them. */
@Command(
        name = "codes",
        description = "Codes that no table under mappings/codes knows, and how many messages wait for them.",
        footer = {"Add the code to the table named, then: schakel map activate", "Example: schakel codes --output json"
        })
final class CodesCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    private final Console console;

    CodesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi.Reply reply = OperatorApi.of(asked.home()).get("/api/v1/mappings/missing-codes");
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
            return Exit.OK;
        }
        if (reply.body().isEmpty()) {
            console.line("No message waits for a code.");
            return Exit.OK;
        }
        Table table = new Table("table", "code", "waiting", "since", "seen at");
        for (JsonNode code : reply.body()) {
            table.row(
                    code.path("table").asText(),
                    code.path("code").asText(),
                    code.path("waiting").asText(),
                    code.path("since").asText(),
                    code.path("place").asText());
        }
        table.lines().forEach(console::line);
        console.line("Add them to mappings/codes/<table>.csv, then: schakel map activate");
        return Exit.OK;
    }
}
