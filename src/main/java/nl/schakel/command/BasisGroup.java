package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be asked about the basis of a release. */
@Command(
        name = "basis",
        description = "Law and consent: explain what would be decided, and take recorded decisions again.",
        footer = "Example: schakel basis explain --to opvang-demo --category zrm --purpose TRANSITION")
final class BasisGroup implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says which commands there are.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine line(Console console) {
        return new CommandLine(new BasisGroup())
                .addSubcommand(new BasisExplainCommand(console))
                .addSubcommand(new BasisReplayCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to ask about the basis.");
    }
}
