package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has what is parked tried again, many items at once. */
@Command(
        name = "replay",
        description = {
            "Has what is parked tried again: same bytes, same ids, in order. It goes in batches and may be stopped between two",
            "with Ctrl-C. What the receiver may have already is left alone unless --unknown-too is said."
        },
        footer = "Example: schakel replay --partner opvang-demo --dry-run")
final class ReplayCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NANOS = 1_000_000_000L;

    @Mixin
    private final Asked asked = new Asked();

    @Mixin
    private final Chosen chosen = new Chosen();

    @Option(names = "--all", description = "Everything that is parked, for whomever and whatever reason.")
    private boolean all;

    @Option(names = "--unknown-too", description = "Also that of which it is not known whether the receiver has it.")
    private boolean unknownToo;

    @Option(names = "--dry-run", description = "Says what would be tried again, and changes nothing.")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "WORDS", description = Why.WORDS)
    private Optional<String> reason = Optional.empty();

    @Mixin
    private final By by = new By();

    private final Console console;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (chosen.isAll() && !all) {
            return console.fail(Exit.USAGE, "Say what: --partner, --code, --referral, or --all.");
        }
        if (reason.isEmpty() && !dryRun) {
            return console.fail(Exit.USAGE, "Say why: --reason. Or look first: --dry-run.");
        }
        OperatorApi api = by.api(asked);
        OperatorApi.Reply waiting = api.get("/api/v1/backlog" + chosen.query(false));
        if (!waiting.isGood()) {
            return waiting.fail(console);
        }
        return dryRun ? said(waiting.body()) : replayed(api, total(waiting.body()));
    }

    private int said(JsonNode backlog) {
        if (asked.json()) {
            console.line(backlog.toString());
        } else {
            console.line(total(backlog) + " items are parked; nothing was changed.");
            BacklogCommand.sums(backlog.path("sums")).lines().forEach(console::line);
        }
        return Exit.OK;
    }

    private static long total(JsonNode backlog) {
        long total = 0;
        for (JsonNode sum : backlog.path("sums")) {
            total += sum.path("waiting").asLong();
        }
        return total;
    }

    private int replayed(OperatorApi api, long total) throws IOException {
        long begun = System.nanoTime();
        long resumed = 0;
        boolean more = true;
        while (more) {
            OperatorApi.Reply reply = api.post("/api/v1/backlog/replay", wish());
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            resumed += reply.body().path("resumed").asLong();
            more = reply.body().path("more").asBoolean();
            if (more) {
                progress(resumed, total, System.nanoTime() - begun);
            }
        }
        ended(resumed, total);
        return Exit.OK;
    }

    private ObjectNode wish() {
        ObjectNode wish = JSON.createObjectNode().put("unknownToo", unknownToo).put("reason", reason.orElse(""));
        chosen.partner().ifPresent(id -> wish.put("partner", id));
        chosen.code().ifPresent(id -> wish.put("code", id));
        chosen.reference().ifPresent(id -> wish.put("reference", id));
        return wish;
    }

    private void progress(long resumed, long total, long nanos) {
        long left = Math.max(0, total - resumed) * nanos / Math.max(1, resumed) / NANOS;
        console.err().println(resumed + " of " + total + " go on, about " + left + " s left");
        console.err().flush();
    }

    private void ended(long resumed, long total) {
        if (asked.json()) {
            console.line(JSON.createObjectNode().put("resumed", resumed).toString());
            return;
        }
        console.line(resumed + " items go on.");
        if (resumed < total) {
            console.line(
                    (total - resumed) + " stay parked: they wait for a code or a second look, or the receiver may have"
                            + " them (--unknown-too).");
        }
    }
}
