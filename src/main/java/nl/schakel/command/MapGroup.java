package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with mappings. */
@Command(
        name = "map",
        description =
                "Mapping tables: try, test and compare them without a gateway; activate changed ones in a running one.",
        footer = "Example: schakel map try referral.hl7 --as ggz-noord")
final class MapGroup extends CommandGroup {
    private MapGroup() {
        super("Say what to do with the mappings.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new MapGroup())
                .addSubcommand(new MapTryCommand(console))
                .addSubcommand(new MapTestCommand(console))
                .addSubcommand(new MapDiffCommand(console))
                .addSubcommand(new MapActivateCommand(console));
    }
}
