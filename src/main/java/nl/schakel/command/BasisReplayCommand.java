package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.schakel.pipeline.Explaining;
import nl.schakel.referral.Json;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a recorded decision again, under the policy of its day. */
@Command(
        name = "replay",
        description = {
            "Takes a recorded decision again, from what was known then and by the policy of its day.",
            "DECISION is a file with its record, or the id of one in the gateway that runs.",
            "Exits 0 when every byte is the same, 1 when something was changed since or cannot be proved."
        },
        footer = "Example: schakel basis replay decision.json")
final class BasisReplayCommand implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    @Mixin
    private final Asked asked = new Asked();

    @Mixin
    private final Folders folders = new Folders();

    @Parameters(paramLabel = "DECISION", description = "A file, or the id of a decision.")
    private String decision = "";

    @Option(
            names = "--policies",
            paramLabel = "DIR",
            description = "The archive of policies (default: policies in the home).")
    private Optional<Path> policies = Optional.empty();

    private final Console console;

    BasisReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        byte[] record;
        if (isFile()) {
            record = Files.readAllBytes(Path.of(decision));
        } else if (ID.matcher(decision).matches()) {
            OperatorApi.Reply reply = OperatorApi.of(asked.home()).get("/api/v1/decisions/" + decision);
            if (!reply.isGood()) {
                return reply.fail(console);
            }
            record = reply.body().toString().getBytes(StandardCharsets.UTF_8);
        } else {
            return console.fail(
                    Exit.USAGE, "There is no readable file " + decision + ", and it is no id of a decision.");
        }
        Path archive = policies.orElseGet(() -> asked.home().resolve("policies"));
        Step<Json.Obj> replayed = Explaining.load(folders.mappings(), folders.routes())
                .then(explaining -> StrictJson.readObject(record).then(read -> explaining.replay(read, archive)));
        return replayed.fold(this::print, console::refuse);
    }

    private boolean isFile() {
        try {
            return Files.isRegularFile(Path.of(decision)) && Files.isReadable(Path.of(decision));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private int print(Json.Obj outcome) {
        boolean same = outcome.get("same").equals(Optional.of(new Json.Bool(true)));
        if (asked.json()) {
            console.line(new String(outcome.utf8(), StandardCharsets.UTF_8));
        } else {
            console.line(
                    same
                            ? "SAME: every byte of the decision is as it was recorded."
                            : "DIFFERENT: " + differing(outcome));
            console.line("recorded  " + outcome.text("recorded").orElse("-"));
            console.line("again     " + outcome.text("again").orElse("-"));
            console.line("policy    " + outcome.text("policy").orElse("-"));
        }
        return same ? Exit.OK : Exit.FINDING;
    }

    private static String differing(Json.Obj outcome) {
        return outcome.list("differing").stream()
                .flatMap(name -> name.asText().stream())
                .collect(Collectors.joining(", "));
    }
}
