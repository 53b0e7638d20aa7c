package nl.schakel.command;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes somebody off the list of whom nothing about a client may reach. */
@Command(
        name = "end",
        description = "Ends an entry. What may go now is decided again; the entry stays on the list as ended.",
        footer = "Example: schakel conflict end V-2026-00001-7 ENTRY --by anna")
final class ConflictEndCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "REF", description = "The reference of one of the client's referrals.")
    private String text = "";

    @Parameters(index = "1", paramLabel = "ENTRY", description = "The entry, as the list names it.")
    private UUID entry = new UUID(0, 0);

    @Mixin
    private final By by = new By();

    private final Console console;

    ConflictEndCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi.Reply reply = by.api(asked).delete(ConflictListCommand.path(reference.get()) + "/" + entry);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        console.line(asked.json() ? reply.body().toString() : "ended; what may go now is decided again");
        return Exit.OK;
    }
}
