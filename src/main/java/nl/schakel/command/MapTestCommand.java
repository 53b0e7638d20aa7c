package nl.schakel.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.translate.MappingInvalid;
import nl.schakel.translate.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the examples of the mappings. */
@Command(
        name = "test",
        description =
                "Runs every example below a folder: its input must become its canonical.json or its expected-problem.json,"
                        + " and each output.<partner>.<ending> or output.<mapping>.<ending> exactly what that partner would"
                        + " get, or what that mapping makes of it.",
        footer = "Example: schakel map test mappings/hl7v2-nl")
final class MapTestCommand implements Callable<Integer> {
    @Mixin
    private final MapFolders folders = new MapFolders();

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Where to look for examples (default: the mappings folder).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--write",
            description = "Writes what came out as the new expectation, to be read before it is kept.")
    private boolean write;

    private final Console console;

    MapTestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path below = folder.orElseGet(folders::mappings);
        if (!Files.isDirectory(below)) {
            return console.fail(Exit.USAGE, "There is no folder " + below + ".");
        }
        List<Example> examples = Example.below(below);
        if (examples.isEmpty()) {
            return console.fail(Exit.USAGE, "There is no example below " + below + ": no folder with a file input.*.");
        }
        try {
            Translator translator = Translator.load(folders.mappings());
            if (!folders.json()) {
                translator.unused().forEach(file -> console.line("note  " + file));
            }
            return folders.load()
                    .fold(rehearsal -> report(new ExampleRun(translator, rehearsal), examples), console::refuse);
        } catch (MappingInvalid wrong) {
            return console.fail(Exit.FINDING, String.valueOf(wrong.getMessage()));
        }
    }

    private int report(ExampleRun run, List<Example> examples) {
        List<Map<String, Object>> results = new ArrayList<>();
        long failed = 0;
        for (Example example : examples) {
            if (write) {
                run.write(example);
            }
            List<Difference> differences = run.differences(example);
            failed += differences.isEmpty() ? 0 : 1;
            results.add(result(example, differences));
            if (!folders.json()) {
                console.line((differences.isEmpty() ? "pass  " : "FAIL  ") + example.name());
                differences.forEach(difference -> console.line("      " + difference.line()));
            }
        }
        if (folders.json()) {
            console.line(Asked.json(results));
        } else {
            console.line(examples.size() - failed + " passed, " + failed + " failed");
        }
        return failed == 0 ? Exit.OK : Exit.FINDING;
    }

    private static Map<String, Object> result(Example example, List<Difference> differences) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("example", example.name());
        result.put("result", differences.isEmpty() ? "pass" : "fail");
        result.put("differences", differences);
        return result;
    }
}
