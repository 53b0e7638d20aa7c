package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with mappings. */
@Command(
        name = "map",
        description =
                "Mapping tables: try, test and compare them without a gateway; activate changed ones in a running one.",
        footer = "Example: schakel map try referral.hl7 --as ggz-noord")
final class MapGroup implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says which commands there are.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine line(Console console) {
        return new CommandLine(new MapGroup())
                .addSubcommand(new MapTryCommand(console))
                .addSubcommand(new MapTestCommand(console))
                .addSubcommand(new MapDiffCommand(console))
                .addSubcommand(new MapActivateCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the mappings.");
    }
}
