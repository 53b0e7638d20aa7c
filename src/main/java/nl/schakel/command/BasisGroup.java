package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be asked about the basis of a release. */
@Command(
        name = "basis",
        description = "Law and consent: explain what would be decided, and take recorded decisions again.",
        footer = "Example: schakel basis explain --to opvang-demo --category zrm --purpose TRANSITION")
final class BasisGroup extends CommandGroup {
    private BasisGroup() {
        super("Say what to ask about the basis.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new BasisGroup())
                .addSubcommand(new BasisExplainCommand(console))
                .addSubcommand(new BasisReplayCommand(console));
    }
}
