package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What waits for a person. */
@Command(
        name = "backlog",
        description = {
            "What waits for a person, by partner and reason, and the oldest items; with --open also what will be tried again by",
            "itself, and when, or what it waits for. BEHIND: items of the same client for the same partner that wait for this one."
        },
        footer = "Example: schakel backlog --partner opvang-demo")
final class BacklogCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Mixin
    private final Chosen chosen = new Chosen();

    @Option(names = "--open", description = "Also what is tried again by itself.")
    private boolean open;

    private final Console console;

    BacklogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi.Reply reply = OperatorApi.of(asked.home()).get("/api/v1/backlog" + chosen.query("open=" + open));
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
            return Exit.OK;
        }
        reply.body()
                .path("paused")
                .forEach(one -> console.line("Paused since " + one.path("since").asText() + ": "
                        + one.path("partner").asText() + ", by "
                        + one.path("by").asText() + "."));
        if (reply.body().path("items").isEmpty()) {
            console.line("Nothing waits for a person.");
        } else {
            sums(reply.body().path("sums")).lines().forEach(console::line);
            console.line("");
            items(reply.body().path("items")).lines().forEach(console::line);
        }
        return Exit.OK;
    }

    private static Table sums(JsonNode sums) {
        Table table = new Table("WAITING", "PARTNER", "SINCE", "REASON");
        for (JsonNode sum : sums) {
            table.row(
                    sum.path("waiting").asText(),
                    orGateway(sum.path("partner").asText()),
                    sum.path("since").asText(),
                    sum.path("reason").asText());
        }
        return table;
    }

    static Table items(JsonNode items) {
        Table table = new Table("ITEM", "REFERRAL", "KIND", "PARTNER", "STATE", "TRIED", "BEHIND", "NEXT");
        for (JsonNode item : items) {
            table.row(
                    item.path("id").asText(),
                    about(item),
                    item.path("kind").asText(),
                    orGateway(item.path("partner").asText()),
                    item.path("state").asText(),
                    item.path("attempts").asText(),
                    item.path("waitingBehind").asText(),
                    next(item));
        }
        return table;
    }

    /** What is about no referral is known by its message. */
    private static String about(JsonNode item) {
        String reference = item.path("reference").asText();
        return reference.isEmpty()
                ? String.join(
                                " ",
                                item.path("sender").asText(),
                                item.path("messageId").asText(),
                                item.path("event").asText())
                        .trim()
                : reference;
    }

    private static String next(JsonNode item) {
        if (item.path("paused").asBoolean()) {
            return "paused";
        }
        if (item.has("waitsFor")) {
            return "after " + item.path("waitsFor").asText();
        }
        return item.path("nextAt")
                .asText(
                        item.path("state").asText().equals("SENDING")
                                ? "being sent"
                                : item.path("owner").asText("a person"));
    }

    static String orGateway(String partner) {
        return partner.isEmpty() ? "(here)" : partner;
    }
}
