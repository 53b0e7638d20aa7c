package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.translate.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what becomes of a file, value by value. */
@Command(
        name = "try",
        description =
                "Shows what becomes of a message: the canonical form, what a receiver would get, and for every value its"
                        + " source, rule, functions and code table. No gateway is needed; nothing is stored or sent.",
        footer = "Example: schakel map try referral.hl7 --as ggz-noord --to opvang-demo")
final class MapTryCommand implements Callable<Integer> {
    @Mixin
    private final MapFolders folders = new MapFolders();

    @Parameters(paramLabel = "FILE", description = "A message as the partner would send it.")
    private Path file = Path.of("");

    @Option(names = "--as", required = true, paramLabel = "PARTNER", description = "Who sends it, such as ggz-noord.")
    private String sender = "";

    @Option(names = "--to", paramLabel = "PARTNER", description = "Who would get it, such as opvang-demo.")
    private Optional<String> receiver = Optional.empty();

    private final Console console;

    MapTryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        for (String partner : receiver.map(to -> new String[] {sender, to}).orElse(new String[] {sender})) {
            if (!PartnerId.isWellFormed(partner)) {
                return console.fail(Exit.USAGE, "'" + partner + "' is no partner id, such as ggz-noord.");
            }
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return console.fail(Exit.USAGE, "There is no readable file " + file + ".");
        }
        byte[] bytes = Files.readAllBytes(file);
        return folders.load()
                .then(rehearsal -> rehearsal
                        .read(new PartnerId(sender), Content.mediaType(file, bytes), bytes)
                        .then(read -> released(rehearsal, read)))
                .fold(this::print, console::refuse);
    }

    private record Outcome(Rehearsal.Read read, Optional<Rehearsal.Released> released) {}

    private Step<Outcome> released(Rehearsal rehearsal, Rehearsal.Read read) {
        return receiver.map(to -> rehearsal
                        .release(read, new PartnerId(to))
                        .map(released -> new Outcome(read, Optional.of(released))))
                .orElseGet(() -> Step.next(new Outcome(read, Optional.empty())));
    }

    private int print(Outcome outcome) {
        if (folders.json()) {
            console.line(Asked.json(json(outcome)));
        } else {
            table(outcome);
        }
        return Exit.OK;
    }

    private void table(Outcome outcome) {
        Explanation<?> read = outcome.read().explained();
        console.line("Canonical form, by " + read.version());
        console.line(Pretty.json(read.tree()));
        outcome.released().ifPresent(this::target);
        console.line("");
        console.line("From " + sender + " to the canonical form: " + FieldRow.counts(read.account()));
        FieldRow.table(FieldRow.of(read)).forEach(console::line);
        outcome.released().ifPresent(released -> {
            console.line("");
            console.line("On to " + receiver.orElse("") + ": "
                    + FieldRow.counts(released.explained().account()));
            FieldRow.table(FieldRow.of(released, read)).forEach(console::line);
        });
    }

    private void target(Rehearsal.Released released) {
        OutboundDocument document = released.explained().result();
        console.line("");
        console.line("What " + receiver.orElse("") + " would get, by " + document.mapping() + " ("
                + document.mediaType() + ")");
        console.line(Pretty.text(document.bytes(), document.mediaType()));
        console.line("");
        console.line("permitted: " + released.permitted());
        console.line("withheld: " + (released.withheld().isEmpty() ? "nothing" : released.withheld()));
    }

    private Map<String, Object> json(Outcome outcome) {
        Explanation<?> read = outcome.read().explained();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("as", sender);
        json.put("mapping", read.version());
        json.put("canonical", Pretty.tree(read.tree()));
        json.put("account", FieldRow.counts(read.account()));
        json.put("fields", FieldRow.of(read));
        outcome.released().ifPresent(released -> json.put("target", target(released, read)));
        return json;
    }

    private Map<String, Object> target(Rehearsal.Released released, Explanation<?> read) {
        OutboundDocument document = released.explained().result();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("to", receiver.orElse(""));
        json.put("mapping", document.mapping());
        json.put("mediaType", document.mediaType());
        json.put("content", Content.text(document.bytes(), document.mediaType()));
        json.put("permitted", released.permitted());
        json.put("withheld", released.withheld());
        json.put("account", FieldRow.counts(released.explained().account()));
        json.put("fields", FieldRow.of(released, read));
        return json;
    }
}
