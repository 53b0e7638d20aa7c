package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whom nothing about a client may reach. */
@Command(
        name = "list",
        description = "Whom nothing about the client may reach, ended entries among them.",
        footer = "Example: schakel conflict list V-2026-00001-7")
final class ConflictListCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The reference of one of the client's referrals.")
    private String text = "";

    @Mixin
    private final By by = new By();

    private final Console console;

    ConflictListCommand(Console console) {
        this.console = console;
    }

    static String path(ReferralReference reference) {
        return "/api/v1/clients/" + reference.text() + "/conflicts";
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi.Reply reply = by.api(asked).get(path(reference.get()));
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
        } else if (reply.body().path("conflicts").isEmpty()) {
            console.line("Nobody is on the list of this client.");
        } else {
            table(reply.body().path("conflicts")).lines().forEach(console::line);
        }
        return Exit.OK;
    }

    private static Table table(JsonNode conflicts) {
        Table table = new Table("ENTRY", "KIND", "WHO", "BY", "SINCE", "ENDED");
        for (JsonNode one : conflicts) {
            table.row(
                    one.path("id").asText(),
                    one.path("kind").asText(),
                    one.path("party").asText(),
                    one.path("recordedBy").asText(),
                    one.path("recordedAt").asText(),
                    one.path("endedAt").asText("no"));
        }
        return table;
    }
}
