package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import nl.schakel.referral.ReferralReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints every event of one referral. */
@Command(
        name = "trace",
        description = "Every event of one referral: stage, time, outcome and reason.",
        footer = "Example: schakel trace V-2026-00001-8 --follow")
final class TraceCommand implements Callable<Integer> {
    private static final int PERIOD_MILLIS = 500;

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(paramLabel = "REF", description = "The reference, such as V-2026-00001-8.")
    private String text = "";

    @Option(names = "--follow", description = "Goes on printing what happens, until Ctrl-C.")
    private boolean follow;

    private final Console console;

    TraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<ReferralReference> reference = AskedReference.of(text, console);
        if (reference.isEmpty()) {
            return Exit.USAGE;
        }
        OperatorApi api = OperatorApi.of(asked.home());
        String path = "/api/v1/referrals/" + reference.get().text() + "/timeline";
        OperatorApi.Reply reply = api.get(path);
        if (!reply.isGood()) {
            return reply.fail(console);
        }
        print(reply.body());
        return follow ? follow(api, path, reply.body().path("events").size()) : Exit.OK;
    }

    private void print(JsonNode timeline) {
        if (asked.json()) {
            console.line(timeline.toString());
        } else {
            TimelineText.of(timeline).forEach(console::line);
        }
    }

    /** Asks twice a second and prints what is new; ends when the gateway no longer answers. */
    private int follow(OperatorApi api, String path, int known) throws IOException, InterruptedException {
        int printed = known;
        while (true) {
            TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            OperatorApi.Reply reply = api.get(path);
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            JsonNode events = reply.body().path("events");
            for (; printed < events.size(); printed++) {
                JsonNode event = events.get(printed);
                console.line(asked.json() ? event.toString() : TimelineText.event(event));
            }
        }
    }
}
