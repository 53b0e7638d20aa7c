package nl.schakel.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts somebody on the list of whom nothing about a client may reach. */
@Command(
        name = "add",
        description = {
            "From now on nothing about the client goes to this organisation, or to a partner through whom it would come to",
            "this person: what waits is not released, and they find nothing. Nobody is told."
        },
        footer = "Example: schakel conflict add V-2026-00001-7 --person \"mailbox|j.jansen@desk.example\" --by anna")
final class ConflictAddCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The reference of one of the client's referrals.")
    private String text = "";

    @ArgGroup(exclusive = true)
    private Whom whom = new Whom();

    /** One of the two. */
    static final class Whom {
        @Option(names = "--organisation", paramLabel = "PARTNER", description = "A partner's id, such as opvang-demo.")
        private Optional<String> organisation = Optional.empty();

        @Option(
                names = "--person",
                paramLabel = "WHO",
                description = "Their mailbox, as \"mailbox|name@host\", or a number that partner files know, as"
                        + " \"agb|01234567\".")
        private Optional<String> person = Optional.empty();
    }

    @Mixin
    private final By by = new By();

    private final Console console;

    ConflictAddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        if (whom.organisation.isPresent() == whom.person.isPresent()) {
            return console.fail(Exit.USAGE, "Say --organisation PARTNER or --person WHO.");
        }
        ObjectNode wish = JSON.createObjectNode();
        whom.organisation.ifPresent(id -> wish.put("organisation", id));
        whom.person.ifPresent(who -> wish.put("person", who));
        OperatorApi.Reply reply = by.api(asked).post(ConflictListCommand.path(reference.get()), wish);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        console.line(
                asked.json()
                        ? reply.body().toString()
                        : "nothing goes to them any more; it is entry "
                                + reply.body().path("id").asText());
        return Exit.OK;
    }
}
