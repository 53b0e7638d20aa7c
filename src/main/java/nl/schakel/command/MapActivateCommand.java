package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has the running gateway take over the mappings as they stand in their folder. */
@Command(
        name = "activate",
        description = {
            "Makes the mappings as they stand in the folder active in the running gateway, all of them or none.",
            "Messages under way keep the mappings they were read with; what waited for a code goes on."
        },
        footer = "Example: schakel map activate")
final class MapActivateCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    private final Console console;

    MapActivateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi.Reply reply = OperatorApi.of(asked.home()).post("/api/v1/mappings/activate");
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
            return Exit.OK;
        }
        boolean same = reply.body().path("before").equals(reply.body().path("after"));
        console.line(
                same
                        ? "Nothing had changed; set "
                                + reply.body().path("after").asText() + " stays active."
                        : "Set " + reply.body().path("after").asText() + " is active; before it was "
                                + reply.body().path("before").asText() + ".");
        for (JsonNode change : reply.body().path("changes")) {
            console.line("  " + change.asText());
        }
        console.line(reply.body().path("resumed").asInt() + " items that waited for a code go on.");
        return Exit.OK;
    }
}
