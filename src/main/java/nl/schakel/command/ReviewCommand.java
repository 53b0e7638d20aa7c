package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The second look at emergency openings: the list of all, and a word on one. */
@Command(
        name = "review",
        description = {
            "Lists the emergency openings with their reasons; with an ID, approves or disapproves one as a second person.",
            "The list exits 1 while an opening is overdue: nobody looked within 24 hours."
        },
        footer = "Example: schakel review ID --approve --by bram --reason REASON")
final class ReviewCommand implements Callable<Integer> {
    private static final String OPENINGS = "/api/v1/break-glass";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "The opening, or the reference of a referral with one opening that waits; none: the list.")
    private Optional<String> opening = Optional.empty();

    @ArgGroup(exclusive = true)
    private Word word = new Word();

    /** What the second person says. */
    static final class Word {
        @Option(names = "--approve", description = "It was right; it stays open until its purpose is served.")
        private boolean approve;

        @Option(names = "--disapprove", description = "It was not right; it is shut at once.")
        private boolean disapprove;
    }

    @Option(names = "--by", paramLabel = "NAME", description = "The person, with a token in config/operators.")
    private Optional<String> person = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "WORDS",
            description = "Why, in your own words: kept for reviewers and the audit, in no trace and no log.")
    private Optional<String> reason = Optional.empty();

    private final Console console;

    ReviewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OperatorApi api = OperatorApi.of(asked.home(), person);
        OperatorApi.Reply list = api.get(OPENINGS);
        if (!list.isGood()) {
            return list.fail(console);
        }
        return opening.isEmpty() ? print(list.body()) : look(list.body(), opening.get(), api);
    }

    private int look(JsonNode list, String named, OperatorApi api) throws IOException {
        if (word.approve == word.disapprove) {
            return console.fail(Exit.USAGE, "Say --approve or --disapprove.");
        }
        Optional<String> id = id(list, named);
        if (id.isEmpty()) {
            return console.fail(Exit.USAGE, "There is no one opening '" + named + "' that waits. Try: schakel review");
        }
        ObjectNode said = JSON.createObjectNode().put("approved", word.approve);
        reason.ifPresent(words -> said.put("reason", words));
        OperatorApi.Reply reply = api.post(OPENINGS + "/" + id.get() + "/review", said);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        console.line(
                asked.json()
                        ? reply.body().toString()
                        : reply.body().path("state").asText() + " by "
                                + reply.body().at("/review/by").asText());
        return Exit.OK;
    }

    /** The id itself, or of the only opening of this referral that nobody looked at. */
    private static Optional<String> id(JsonNode list, String named) {
        Optional<String> only = Optional.empty();
        for (JsonNode one : list.path("openings")) {
            if (one.path("id").asText().equals(named)) {
                return Optional.of(named);
            }
            if (one.path("reference").asText().equals(named) && !one.has("review")) {
                if (only.isPresent()) {
                    return Optional.empty();
                }
                only = Optional.of(one.path("id").asText());
            }
        }
        return only.map(UUID::fromString).map(UUID::toString);
    }

    private int print(JsonNode list) {
        if (asked.json()) {
            console.line(list.toString());
        } else {
            table(list).lines().forEach(console::line);
        }
        int overdue = list.path("overdue").asInt();
        return overdue == 0
                ? Exit.OK
                : console.fail(Exit.FINDING, overdue + " overdue: no second person looked within 24 hours.");
    }

    private static Table table(JsonNode list) {
        Table table =
                new Table("OPENING", "REFERENCE", "TO", "CATEGORIES", "BY", "STATE", "SHUT AT", "CLIENT", "REASON");
        for (JsonNode one : list.path("openings")) {
            table.row(
                    one.path("id").asText(),
                    one.path("reference").asText(),
                    one.path("receiver").asText(),
                    one.path("categories").asText(),
                    one.path("openedBy").asText(),
                    one.path("state").asText(),
                    one.path("closesAt").asText(),
                    one.path("clientInformed").asBoolean() ? "told" : "not told",
                    one.path("reason").asText().replaceAll("\\p{Cntrl}", " "));
        }
        return table;
    }
}
