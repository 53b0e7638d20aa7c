package nl.schakel.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.pipeline.Rehearsal.Lacking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether a gateway would start with these files. */
@Command(
        name = "check",
        description = {
            "Reads partners, circles, mappings and policy as a gateway would at its start, and names what is wrong with file, place,",
            "what was seen and what was expected. Needs no gateway and changes nothing. Exit code 1 when something is wrong."
        },
        footer = "Example: schakel partner check --routes /srv/schakel/routes")
final class PartnerCheckCommand implements Callable<Integer> {
    @Mixin
    private final MapFolders folders = new MapFolders();

    private final Console console;

    PartnerCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return folders.load().fold(this::told, console::refuse);
    }

    private int told(Rehearsal rehearsal) {
        List<Lacking> lacking = rehearsal.lacking();
        if (folders.json()) {
            console.line(Asked.json(lacking.stream()
                    .map(one -> Map.of(
                            "partner", one.partner().value(),
                            "place", one.place(),
                            "seen", one.seen(),
                            "expected", one.expected()))
                    .toList()));
        } else if (lacking.isEmpty()) {
            console.line(rehearsal.partners().size() + " partners, and nothing is wrong with them.");
        } else {
            Table table = new Table("PARTNER", "PLACE", "SEEN", "EXPECTED");
            lacking.forEach(one -> table.row(one.partner().value(), one.place(), one.seen(), one.expected()));
            table.lines().forEach(console::line);
        }
        return lacking.isEmpty() ? Exit.OK : Exit.FINDING;
    }
}
