package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            "Lists what of a protected client's referral waits for a person, with its places and never its text; with",
            "ITEMs, says that they may go, or lets the rest go without them. Exits 1 while something waits.",
            "Reasons to release: no-place, place-of-another, known-to-receiver; to keep back: place, in-doubt."
        },
        footer = "Example: schakel look V-2026-00001-7 ITEM --keep-back place --by anna")
final class LookCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "REF", description = "The reference, such as V-2026-00001-7.")
    private String text = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ITEM", description = "The items, as the list names them.")
    private List<String> items = List.of();

    @Option(names = "--release", paramLabel = "WHY", description = "It may go, for this reason.")
    private Optional<String> release = Optional.empty();

    @Option(names = "--keep-back", paramLabel = "WHY", description = "The rest goes without it, for this reason.")
    private Optional<String> keepBack = Optional.empty();

    @Option(names = "--words", paramLabel = "WORDS", description = "In your own words, for who looks back.")
    private Optional<String> words = Optional.empty();

    @Option(
            names = "--correct",
            paramLabel = "WORDS",
            description = "Takes the place of what was said of the item before, which was wrong because of this.")
    private Optional<String> correct = Optional.empty();

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
        return items.isEmpty() ? print(list.body()) : say(list.body(), path, api);
    }

    private int say(JsonNode list, String path, OperatorApi api) throws IOException {
        if (release.isPresent() == keepBack.isPresent()) {
            return console.fail(Exit.USAGE, "Say --release WHY or --keep-back WHY.");
        }
        Map<String, List<String>> byReceiver = new LinkedHashMap<>();
        items.forEach(item -> byReceiver
                .computeIfAbsent(receiver(list, item), one -> new ArrayList<>())
                .add(item));
        for (Map.Entry<String, List<String>> one : byReceiver.entrySet()) {
            OperatorApi.Reply reply = api.post(path, said(one.getKey(), one.getValue()));
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            console.line(asked.json() ? reply.body().toString() : words(one.getValue(), reply.body()));
        }
        return Exit.OK;
    }

    private ObjectNode said(String receiver, List<String> named) {
        ObjectNode said = JSON.createObjectNode()
                .put("receiver", receiver)
                .put("word", release.isPresent() ? "release" : "keep-back")
                .put("why", release.or(() -> keepBack).orElseThrow());
        named.forEach(said.putArray("items")::add);
        words.ifPresent(own -> said.put("words", own));
        correct.ifPresent(why -> said.put("correct", why));
        return said;
    }

    private String words(List<String> named, JsonNode reply) {
        return (release.isPresent() ? "released" : "kept back")
                + (named.size() == 1 ? "" : " " + named.size() + " items")
                + " for " + reply.path("receiver").asText() + ", by "
                + reply.path("by").asText()
                + (correct.isPresent() ? "; what was said before stays on the list" : "");
    }

    /** Of what waits, or of what somebody said before. */
    private static String receiver(JsonNode list, String item) {
        for (String part : List.of("waiting", "said")) {
            for (JsonNode one : list.path(part)) {
                if (one.path("item").asText().equals(item)) {
                    return one.path("receiver").asText();
                }
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
