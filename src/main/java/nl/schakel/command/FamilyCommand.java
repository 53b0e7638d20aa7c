package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is asked of the family behind one referral. */
abstract class FamilyCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The referral of one member, such as V-2026-00001-8.")
    private String text = "";

    @Mixin
    private final By by = new By();

    private final Console console;

    private FamilyCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi.Reply reply =
                ask(by.api(asked), "/api/v1/referrals/" + reference.get().text() + "/family");
        return reply.isGood() ? print(reply.body(), asked.json(), console) : reply.fail(console);
    }

    abstract OperatorApi.Reply ask(OperatorApi api, String path) throws IOException;

    /** Prints the family; exits 1 while the handover of one member is stuck. */
    static int print(JsonNode family, boolean json, Console console) {
        boolean stuck = false;
        Table table = new Table("REFERRAL", "STATUS", "CUSTODIAN", "STUCK");
        for (JsonNode member : family.path("members")) {
            JsonNode waits = member.path("stuck");
            stuck |= !waits.isEmpty();
            table.row(
                    member.path("reference").asText(),
                    member.path("status").asText(),
                    member.path("custodian").asText(),
                    waits.isEmpty()
                            ? "-"
                            : waits.at("/0/to").asText() + ": "
                                    + waits.at("/0/reason").asText());
        }
        if (json) {
            console.line(family.toString());
        } else if (family.path("members").isEmpty()) {
            console.line("No family is known of this client.");
        } else {
            table.lines().forEach(console::line);
            console.line(
                    family.path("confirmed").asBoolean()
                            ? "confirmed by a second person"
                            : "waits for a second person");
        }
        return stuck ? Exit.FINDING : Exit.OK;
    }

    /** Who is one family, and whose handover is stuck. */
    @Command(
            name = "show",
            description = {
                "Shows who is one family with the client of this referral, and how the referral of each stands. Exits 1 while",
                "one of them is stuck."
            },
            footer = "Example: schakel family show V-2026-00001-8")
    static final class Show extends FamilyCommand {
        Show(Console console) {
            super(console);
        }

        @Override
        OperatorApi.Reply ask(OperatorApi api, String path) throws IOException {
            return api.get(path);
        }
    }

    /** The word of the second person. */
    @Command(
            name = "confirm",
            description = {
                "Confirms as a second person that they are one family. Hiding needs no second person; that a receiver of several of",
                "them sees that their referrals belong together does."
            },
            footer = "Example: schakel family confirm V-2026-00001-8 --by bram")
    static final class Confirm extends FamilyCommand {
        Confirm(Console console) {
            super(console);
        }

        @Override
        OperatorApi.Reply ask(OperatorApi api, String path) throws IOException {
            return api.post(path + "/confirm");
        }
    }

    /** Takes one member out. */
    @Command(
            name = "unlink",
            description = {
                "Takes the client of this referral out of their family. What was hidden because of another stays hidden until",
                "an operator ends it."
            },
            footer = "Example: schakel family unlink V-2026-00001-8 --by anna")
    static final class Unlink extends FamilyCommand {
        Unlink(Console console) {
            super(console);
        }

        @Override
        OperatorApi.Reply ask(OperatorApi api, String path) throws IOException {
            return api.delete(path);
        }
    }
}
