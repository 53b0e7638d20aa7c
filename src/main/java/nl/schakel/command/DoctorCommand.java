package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.Doors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks whether this machine and this home are fit to run on. */
@Command(
        name = "doctor",
        description = "Checks Java, disk, home, ports and the durability of the database.",
        footer = "Example: schakel doctor --home /srv/schakel")
final class DoctorCommand implements Callable<Integer> {
    private static final int OLDEST_JAVA = 17;
    private static final long ROOM_MB = 200;

    @Mixin
    private final Asked asked = new Asked();

    private final Console console;

    DoctorCommand(Console console) {
        this.console = console;
    }

    /** One thing looked at. */
    record Finding(String check, boolean good, String seen) {}

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = findings(asked.home());
        if (asked.json()) {
            console.line(Asked.json(findings));
        } else {
            Table table = new Table("check", "outcome", "seen");
            findings.forEach(f -> table.row(f.check(), f.good() ? "ok" : "finding", f.seen()));
            table.lines().forEach(console::line);
        }
        return findings.stream().allMatch(Finding::good) ? Exit.OK : Exit.FINDING;
    }

    private static List<Finding> findings(Path home) throws IOException {
        List<Finding> findings = new ArrayList<>();
        int java = Runtime.version().feature();
        findings.add(new Finding("java", java >= OLDEST_JAVA, Runtime.version().toString()));
        long free = Files.getFileStore(existing(home)).getUsableSpace() >> 20;
        findings.add(new Finding("disk", free >= ROOM_MB, free + " MB free"));
        findings.add(new Finding("home", Files.isDirectory(home), home.toString()));
        Optional<Doors> doors = Doors.read(home);
        if (doors.isEmpty()) {
            ports(findings);
        } else {
            durability(findings, home);
        }
        return findings;
    }

    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }

    /** Nothing runs here, so every port should be free. */
    private static void ports(List<Finding> findings) {
        Doors.defaults().forEach((name, port) -> {
            boolean free = PortCheck.isFree(port);
            findings.add(new Finding("port " + name, free, port + (free ? " is free" : " is in use")));
        });
    }

    private static void durability(List<Finding> findings, Path home) throws IOException {
        try {
            JsonNode status = OperatorApi.of(home).get("/api/v1/status").body();
            JsonNode durability = status.path("durability");
            boolean off = durability.toString().matches(".*(\"off\"|false).*");
            // A gateway that does not tell has checked it at its start, and would not run otherwise.
            String seen = durability.isMissingNode() ? "checked at start" : durability.toString();
            findings.add(new Finding("durability", !off, seen));
        } catch (Unreachable silent) {
            findings.add(new Finding("gateway", false, "announced, but nothing answers"));
        }
    }
}
