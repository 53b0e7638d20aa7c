package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Names every message that bore a key. */
@Command(
        name = "messages",
        description = {
            "Every accepted message that bore a key, of its connection or of a seal: how many, and which.",
            "For the day on which a key was stolen. Ids and codes alone, no personal data."
        },
        footer = {
            "KEY is the key of 'schakel cert list', or its first 8 characters or more.",
            "Example: schakel cert messages 3f9a01c27b5e --output json"
        })
final class CertMessagesCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "KEY", description = "Which key, as hexadecimal.")
    private String key = "";

    private final Console console;

    CertMessagesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!key.matches("[0-9a-f]{8,64}")) {
            return console.fail(Exit.USAGE, "A key is at least 8 hexadecimal characters, as in: schakel cert list");
        }
        List<JsonNode> all = new ArrayList<>();
        OperatorApi.Reply reply = page(asked.home(), key, "");
        while (reply.isGood() && !reply.body().path("messages").isEmpty()) {
            reply.body().path("messages").forEach(all::add);
            reply = page(asked.home(), key, all.get(all.size() - 1).path("id").asText());
        }
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("key", reply.body().path("key").asText());
            found.put("count", all.size());
            found.put("messages", all);
            console.line(Asked.json(found));
        } else {
            console.line(all.isEmpty() ? "No message bore this key." : all.size() + " messages bore this key.");
            table(all).lines().forEach(console::line);
        }
        return Exit.OK;
    }

    static OperatorApi.Reply page(Path home, String key, String after) throws IOException {
        return OperatorApi.of(home)
                .get("/api/v1/keys/" + key + "/messages" + (after.isEmpty() ? "" : "?after=" + after));
    }

    private static Table table(List<JsonNode> messages) {
        Table table = new Table("ACCEPTED", "SENDER", "EVENT", "DOOR", "REFERRAL", "MESSAGE");
        for (JsonNode message : messages) {
            table.row(
                    message.path("acceptedAt").asText(),
                    message.path("sender").asText(),
                    message.path("event").asText(),
                    message.path("door").asText(),
                    message.path("reference").asText(),
                    message.path("id").asText());
        }
        return table;
    }
}
