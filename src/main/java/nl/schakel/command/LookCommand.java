package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What of a protected client's referral waits for a person, and their word on it. */
@Command(
        name = "look",
        description = {
            "Lists what of a protected client's referral waits for a person, with its places and never its text; with an",
            "ITEM, says that it may go, or lets the rest go without it. Exits 1 while something waits.",
            "Reasons to release: no-place, place-of-another, known-to-receiver; to keep back: place, in-doubt."
        },
        footer = "Example: schakel look V-2026-00001-7 ITEM --keep-back place --by anna")
final class LookCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "REF", description = "The reference, such as V-2026-00001-7.")
    private String text = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ITEM", description = "The item, as the list names it.")
    private Optional<String> item = Optional.empty();

    @Option(names = "--release", paramLabel = "WHY", description = "It may go, for this reason.")
    private Optional<String> release = Optional.empty();

    @Option(names = "--keep-back", paramLabel = "WHY", description = "The rest goes without it, for this reason.")
    private Optional<String> keepBack = Optional.empty();

    @Option(names = "--words", paramLabel = "WORDS", description = "In your own words, for who looks back.")
    private Optional<String> words = Optional.empty();

    @Option(names = "--by", paramLabel = "NAME", description = "The person, with a token in config/operators.")
    private Optional<String> person = Optional.empty();

    private final Console console;

    LookCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi api = OperatorApi.of(asked.home(), person);
        String path = "/api/v1/referrals/" + reference.get().text() + "/looks";
        OperatorApi.Reply list = api.get(path);
        if (!list.isGood()) {
            return list.fail(console);
        }
        return item.isEmpty() ? print(list.body()) : say(list.body(), item.get(), path, api);
    }

    private int say(JsonNode list, String named, String path, OperatorApi api) throws IOException {
        if (release.isPresent() == keepBack.isPresent()) {
            return console.fail(Exit.USAGE, "Say --release WHY or --keep-back WHY.");
        }
        ObjectNode said = JSON.createObjectNode()
                .put("receiver", receiver(list, named))
                .put("item", named)
                .put("word", release.isPresent() ? "release" : "keep-back")
                .put("why", release.or(() -> keepBack).orElseThrow());
        words.ifPresent(own -> said.put("words", own));
        OperatorApi.Reply reply = api.post(path, said);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        console.line(
                asked.json()
                        ? reply.body().toString()
                        : (release.isPresent() ? "released" : "kept back") + " for "
                                + reply.body().path("receiver").asText() + ", by "
                                + reply.body().path("by").asText());
        return Exit.OK;
    }

    private static String receiver(JsonNode list, String item) {
        for (JsonNode one : list.path("waiting")) {
            if (one.path("item").asText().equals(item)) {
                return one.path("receiver").asText();
            }
        }
        return "nobody";
    }

    private int print(JsonNode list) {
        JsonNode waiting = list.path("waiting");
        if (asked.json()) {
            console.line(list.toString());
        } else if (waiting.isEmpty()) {
            console.line("Nothing of this referral waits for a person.");
        } else {
            table(waiting).lines().forEach(console::line);
        }
        return waiting.isEmpty() ? Exit.OK : Exit.FINDING;
    }

    private static Table table(JsonNode waiting) {
        Table table = new Table("ITEM", "TO", "CATEGORY", "MAY BE RELEASED", "PLACE");
        for (JsonNode one : waiting) {
            String place = one.at("/places/0").asText();
            int more = one.path("places").size() - 1;
            table.row(
                    one.path("item").asText(),
                    one.path("receiver").asText(),
                    one.path("category").asText(),
                    one.path("releasable").asBoolean() ? "yes" : "no",
                    place + (more > 0 ? " and " + more + " more" : ""));
        }
        return table;
    }
}
