package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a consent back for a client who says so to a person. */
@Command(
        name = "withdraw",
        description = {
            "Lists the consents of a client; with a CONSENT, takes it back: at once for what waits, and whoever holds what",
            "may not be held any more is told and must acknowledge. An older consent for the same ends with it."
        },
        footer = "Example: schakel withdraw V-2026-00001-7 CONSENT --by anna")
final class WithdrawCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "REF", description = "The reference of one of the client's referrals.")
    private String text = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "CONSENT", description = "The consent, as the list names it.")
    private Optional<UUID> consent = Optional.empty();

    @Mixin
    private final By by = new By();

    private final Console console;

    WithdrawCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi api = by.api(asked);
        String path = "/api/v1/clients/" + reference.get().text() + "/consents";
        OperatorApi.Reply reply =
                consent.isPresent() ? api.post(path + "/" + consent.get() + "/withdraw") : api.get(path);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
        } else if (consent.isPresent()) {
            console.line("withdrawn; what waits is decided again, who holds it is told");
        } else if (reply.body().path("consents").isEmpty()) {
            console.line("No consent of this client is on file.");
        } else {
            table(reply.body().path("consents")).lines().forEach(console::line);
        }
        return Exit.OK;
    }

    private static Table table(JsonNode consents) {
        Table table = new Table("CONSENT", "STATUS", "RECORDED BY", "AT");
        for (JsonNode one : consents) {
            table.row(
                    one.path("id").asText(),
                    one.at("/consent/status").asText("cannot be read"),
                    one.path("recorder").asText(),
                    one.path("recordedAt").asText());
        }
        return table;
    }
}
