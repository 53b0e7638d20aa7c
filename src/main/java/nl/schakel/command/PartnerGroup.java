package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Partners, and whether anything goes to them. */
@Command(
        name = "partner",
        description =
                "Makes and checks partner files, lists the partners, stops what goes to one of them within seconds, and lets it go on.",
        footer = "Example: schakel partner list")
final class PartnerGroup extends CommandGroup {
    private PartnerGroup() {
        super("Say what to do with a partner: new, check, list, pause or resume.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new PartnerGroup())
                .addSubcommand(new PartnerNewCommand(console))
                .addSubcommand(new PartnerCheckCommand(console))
                .addSubcommand(new All(console))
                .addSubcommand(new Pause(console))
                .addSubcommand(new Resume(console));
    }

    /** All partners. */
    @Command(
            name = "list",
            description =
                    "The partners of the directory: what each may send, which are held because they are not reached, when each last took a heartbeat, and which are paused.",
            footer = "Example: schakel partner list")
    static final class All implements Callable<Integer> {
        @Mixin
        private final Asked asked = new Asked();

        private final Console console;

        All(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            OperatorApi.Reply reply = OperatorApi.of(asked.home()).get("/api/v1/partners");
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            if (asked.json()) {
                console.line(reply.body().toString());
                return Exit.OK;
            }
            Table table = new Table(
                    "PARTNER", "ROLE", "PER MINUTE", "TOLD TO WAIT", "HELD UNTIL", "HEARTBEAT", "PAUSED SINCE", "BY");
            for (JsonNode one : reply.body().path("partners")) {
                table.row(
                        one.path("id").asText(),
                        one.path("role").asText(),
                        one.path("perMinute").asText(),
                        one.path("toldToWait").asText(),
                        held(one),
                        heartbeat(one),
                        one.path("pausedAt").asText("no"),
                        one.path("pausedBy").asText(""));
            }
            table.lines().forEach(console::line);
            return Exit.OK;
        }
    }

    private static String held(JsonNode one) {
        return one.has("heldUntil")
                ? one.path("heldUntil").asText() + " ("
                        + one.path("heldBecause").asText() + ")"
                : "no";
    }

    private static String heartbeat(JsonNode one) {
        if (!one.has("heartbeatSeconds")) {
            return "no";
        }
        return one.has("heartbeatFailingSince")
                ? "fails since " + one.path("heartbeatFailingSince").asText()
                : one.path("heartbeatTakenAt").asText("not yet");
    }

    /** A word on one partner. */
    abstract static class Word implements Callable<Integer> {
        @Mixin
        private final Asked asked = new Asked();

        @Parameters(paramLabel = "PARTNER", description = "The partner's id.")
        private String partner = "";

        @Mixin
        private final Why why = new Why();

        @Mixin
        private final By by = new By();

        private final Console console;
        private final String verb;

        Word(Console console, String verb) {
            this.console = console;
            this.verb = verb;
        }

        @Override
        public final Integer call() throws IOException {
            String id = java.net.URLEncoder.encode(partner, java.nio.charset.StandardCharsets.UTF_8);
            OperatorApi.Reply reply = by.api(asked).post("/api/v1/partners/" + id + "/" + verb, why.json());
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            console.line(
                    asked.json()
                            ? reply.body().toString()
                            : partner + ": " + reply.body().path("outcome").asText() + ".");
            return Exit.OK;
        }
    }

    /** Nothing goes to this partner. */
    @Command(
            name = "pause",
            description = {
                "Nothing is sent to this partner any more, from now on: what is for it waits in its order and loses no attempt.",
                "Calls that are under way end as they end. What the partner sends is taken as ever."
            },
            footer = "Example: schakel partner pause opvang-demo --reason maintenance")
    static final class Pause extends Word {
        Pause(Console console) {
            super(console, "pause");
        }
    }

    /** What waits goes on. */
    @Command(
            name = "resume",
            description = "What waits for this partner goes on at once, in its order.",
            footer = "Example: schakel partner resume opvang-demo --reason maintenance-over")
    static final class Resume extends Word {
        Resume(Console console) {
            super(console, "resume");
        }
    }
}
