package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints how the running gateway is. */
@Command(
        name = "status",
        description = "How the running gateway is: backlog, durability, partners.",
        footer = "Example: schakel status --output json")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi.Reply reply = OperatorApi.of(asked.home()).get("/api/v1/status");
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
        } else {
            Table table = new Table("what", "value");
            flatten("", reply.body(), table);
            table.lines().forEach(console::line);
        }
        return Exit.OK;
    }

    private static void flatten(String prefix, JsonNode node, Table table) {
        if (node.isValueNode()) {
            table.row(prefix, node.asText());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(prefix + "[" + i + "]", node.get(i), table);
            }
        } else {
            node.properties()
                    .forEach(member -> flatten(
                            prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey(),
                            member.getValue(),
                            table));
        }
    }
}
