package nl.schakel.command;

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
            "with Ctrl-C. Each item is tried once: what is parked again meanwhile stays. What the receiver may have already is",
            "left alone unless --unknown-too is said. What made the gateway fail (SCH-6009) goes on with resume ID alone."
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

    @Option(
            names = "--dry-run",
            description = "Says what would be tried again, what would stay and why, and changes nothing.")
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
        OperatorApi.Reply looked = api.get("/api/v1/backlog/replay" + chosen.query("unknownToo=" + unknownToo));
        if (!looked.isGood()) {
            return looked.fail(console);
        }
        Prospects prospects = new Prospects(looked.body());
        return dryRun ? said(prospects) : replayed(api, prospects);
    }

    private int said(Prospects prospects) {
        if (asked.json()) {
            console.line(prospects.body().toString());
        } else {
            console.line(prospects.goOn() + " items would go on, " + prospects.stay()
                    + " would stay parked; nothing was changed.");
            prospects.table().lines().forEach(console::line);
        }
        return Exit.OK;
    }

    private int replayed(OperatorApi api, Prospects prospects) throws IOException {
        ObjectNode wish = wish().put("before", prospects.before());
        long begun = System.nanoTime();
        long resumed = 0;
        boolean more = true;
        while (more) {
            OperatorApi.Reply reply = api.post("/api/v1/backlog/replay", wish);
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            resumed += reply.body().path("resumed").asLong();
            more = reply.body().path("more").asBoolean();
            if (more) {
                progress(resumed, prospects.goOn(), System.nanoTime() - begun);
            }
        }
        ended(resumed, prospects);
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

    private void ended(long resumed, Prospects prospects) {
        if (asked.json()) {
            console.line(JSON.createObjectNode()
                    .put("resumed", resumed)
                    .put("stay", prospects.stay())
                    .toString());
            return;
        }
        console.line(resumed + " items go on.");
        prospects.staying().forEach(console::line);
    }
}
