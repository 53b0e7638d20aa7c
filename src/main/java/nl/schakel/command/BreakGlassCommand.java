package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens in an emergency what consent would be needed for. */
@Command(
        name = "break-glass",
        description = {
            "Opens categories for one receiver in an emergency, now, with a reason that a second person weighs.",
            "Without their look within 24 hours it is shut. The client is told, unless that endangers somebody."
        },
        footer = {
            "See also: schakel review",
            "Example: schakel break-glass V-2026-00001-7 --to opvang-demo --category safety --reason REASON --by anna"
        })
final class BreakGlassCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The reference, such as V-2026-00001-7.")
    private String reference = "";

    @Option(names = "--to", required = true, paramLabel = "PARTNER", description = "A receiver of this referral.")
    private String receiver = "";

    @Option(
            names = "--category",
            required = true,
            split = ",",
            paramLabel = "C",
            description = "What to open, such as safety; several with commas.")
    private List<String> categories = List.of();

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "WORDS",
            description = "Why it cannot wait: 10 characters or more. Reviewers alone read it.")
    private String reason = "";

    @Option(
            names = "--silent-because",
            paramLabel = "WORDS",
            description = "Why telling the client endangers somebody (default: the client is told).")
    private Optional<String> silentBecause = Optional.empty();

    @Mixin
    private final By by = new By();

    private final Console console;

    BreakGlassCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode wish = JSON.createObjectNode()
                .put("reference", reference)
                .put("receiver", receiver)
                .put("reason", reason);
        categories.forEach(wish.putArray("categories")::add);
        silentBecause.ifPresent(why -> wish.put("silentBecause", why));
        OperatorApi.Reply reply = by.api(asked).post("/api/v1/break-glass", wish);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        if (asked.json()) {
            console.line(reply.body().toString());
            return Exit.OK;
        }
        JsonNode opening = reply.body();
        console.line("opened     " + opening.path("id").asText());
        console.line("for        " + opening.path("receiver").asText() + ", "
                + opening.path("categories").asText());
        console.line("shut at    " + opening.path("closesAt").asText() + " unless a second person approves");
        console.line("client     " + (opening.path("clientInformed").asBoolean() ? "is told" : "is not told"));
        return Exit.OK;
    }
}
