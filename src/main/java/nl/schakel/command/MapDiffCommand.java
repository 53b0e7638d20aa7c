package nl.schakel.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a change of mappings changes for real messages. */
@Command(
        name = "diff",
        description =
                "Compares two mappings folders over a folder of messages: which values change, in the canonical form and"
                        + " for every receiver that the circle names. Exit code 0 says that nothing changes.",
        footer = "Example: schakel map diff mappings-in-use mappings --messages messages --as ggz-noord")
final class MapDiffCommand implements Callable<Integer> {
    @Mixin
    private final MapFolders folders = new MapFolders();

    @Parameters(index = "0", paramLabel = "OLD", description = "A mappings folder.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "Another mappings folder.")
    private Path next = Path.of("");

    @Option(
            names = "--messages",
            paramLabel = "FOLDER",
            description = "Messages, or examples with their inputs (default: the examples of NEW).")
    private Optional<Path> messages = Optional.empty();

    @Option(names = "--as", paramLabel = "PARTNER", description = "Who sends them; examples say it by their place.")
    private Optional<String> sender = Optional.empty();

    private final Console console;

    MapDiffCommand(Console console) {
        this.console = console;
    }

    private record Message(String name, Path file, PartnerId sender) {}

    @Override
    public Integer call() throws IOException {
        for (Path folder : List.of(old, next, messages.orElse(next))) {
            if (!Files.isDirectory(folder)) {
                return console.fail(Exit.USAGE, "There is no folder " + folder + ".");
            }
        }
        if (sender.filter(id -> !PartnerId.isWellFormed(id)).isPresent()) {
            return console.fail(Exit.USAGE, "'" + sender.get() + "' is no partner id, such as ggz-noord.");
        }
        Path folder = messages.orElse(next);
        return folders.load(old)
                .then(before -> loaded(next).map(after -> new Rehearsal[] {before, after}))
                .fold(both -> compare(both[0], both[1], folder), console::refuse);
    }

    private Step<Rehearsal> loaded(Path folder) {
        try {
            return folders.load(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int compare(Rehearsal before, Rehearsal after, Path folder) {
        List<Message> all = messages(after, folder);
        if (all.isEmpty()) {
            return console.fail(
                    Exit.USAGE, "There is no message in " + folder + " whose sender is known; name it by --as.");
        }
        List<Map<String, Object>> changed = new ArrayList<>();
        for (Message message : all) {
            List<Difference> differences = Difference.between(values(before, message), values(after, message));
            if (!differences.isEmpty()) {
                changed.add(changed(message, differences));
            }
        }
        if (folders.json()) {
            console.line(Asked.json(Map.of("messages", all.size(), "changed", changed)));
        } else {
            console.line(all.size() + " messages, " + changed.size() + " changed");
        }
        return changed.isEmpty() ? Exit.OK : Exit.FINDING;
    }

    private Map<String, Object> changed(Message message, List<Difference> differences) {
        if (!folders.json()) {
            console.line(message.name());
            differences.forEach(difference -> console.line("      " + difference.line()));
        }
        Map<String, Object> changed = new LinkedHashMap<>();
        changed.put("message", message.name());
        changed.put("differences", differences);
        return changed;
    }

    private List<Message> messages(Rehearsal rehearsal, Path folder) {
        try {
            List<Example> examples = Example.below(folder);
            return examples.isEmpty() ? files(folder) : examples(rehearsal, examples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Message> examples(Rehearsal rehearsal, List<Example> examples) {
        return examples.stream()
                .flatMap(example -> example.input().stream()
                        .flatMap(input -> sender
                                .map(PartnerId::new)
                                .or(() -> rehearsal.sender(example.family()))
                                .map(who -> new Message(example.name(), input, who))
                                .stream()))
                .toList();
    }

    private List<Message> files(Path folder) throws IOException {
        if (sender.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new Message(file.getFileName().toString(), file, new PartnerId(sender.get())))
                    .toList();
        }
    }

    /** Every value of the canonical form and of each target under its place; a refusal is a value too. */
    private static Map<String, String> values(Rehearsal rehearsal, Message message) {
        byte[] bytes = Example.bytes(message.file());
        return rehearsal
                .read(message.sender(), Content.mediaType(message.file(), bytes), bytes)
                .fold(read -> values(rehearsal, read), problem -> Map.of("refused", problem.sentence()));
    }

    private static Map<String, String> values(Rehearsal rehearsal, Rehearsal.Read read) {
        Map<String, String> values = new LinkedHashMap<>();
        FieldRow.values(read.explained()).forEach((place, value) -> values.put("canonical " + place, value));
        for (PartnerId receiver : rehearsal.receivers(read)) {
            rehearsal
                    .release(read, receiver)
                    .fold(
                            released -> put(values, receiver, released),
                            problem -> values.put(receiver + " refused", problem.sentence()));
        }
        return values;
    }

    private static String put(Map<String, String> values, PartnerId receiver, Rehearsal.Released released) {
        FieldRow.values(released.explained()).forEach((place, value) -> values.put(receiver + " " + place, value));
        var document = released.explained().result();
        return String.valueOf(values.put(receiver + " bytes", Digest.sha256(document.bytes())));
    }
}
