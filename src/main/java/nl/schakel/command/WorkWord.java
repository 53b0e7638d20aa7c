package nl.schakel.command;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a person says of one item of the backlog. */
abstract class WorkWord implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "ID", description = "The item, as schakel backlog names it.")
    private UUID id = new UUID(0, 0);

    @Mixin
    private final Why why = new Why();

    @Mixin
    private final By by = new By();

    private final Console console;
    private final String verb;
    private final String done;

    WorkWord(Console console, String verb, String done) {
        this.console = console;
        this.verb = verb;
        this.done = done;
    }

    @Override
    public final Integer call() throws IOException {
        OperatorApi.Reply reply = by.api(asked).post("/api/v1/work/" + id + "/" + verb, why.json());
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        console.line(asked.json() ? reply.body().toString() : done);
        return Exit.OK;
    }

    /** Holds back what waits to be tried. */
    @Command(
            name = "park",
            description = {
                "Holds back one item that waits to be tried; what stands behind it for the same client and partner waits too.",
                "Nothing happens to an item that is being sent at this moment."
            },
            footer = "Example: schakel park ID --reason REASON")
    static final class Park extends WorkWord {
        Park(Console console) {
            super(console, "park", "Held back. schakel resume lets it go on.");
        }
    }

    /** Lets a parked item go on. */
    @Command(
            name = "resume",
            description = {
                "Has one parked item tried again, with the bytes that were made before, also when it is not known whether the",
                "receiver has them. What waits for a code goes on when the code is there."
            },
            footer = "Example: schakel resume ID --reason REASON")
    static final class Resume extends WorkWord {
        Resume(Console console) {
            super(console, "resume", "It goes on.");
        }
    }

    /** Ends a parked item. */
    @Command(
            name = "skip",
            description = {
                "Ends one parked delivery, notice or message for good: it is not sent or followed any more, and what stands behind",
                "it goes on. The sender is told when nobody took the referral up; of any other message you tell them yourself."
            },
            footer = "Example: schakel skip ID --reason REASON")
    static final class Skip extends WorkWord {
        Skip(Console console) {
            super(console, "skip", "Ended. The sender is told of a referral that nobody took up, of nothing else.");
        }
    }
}
