package nl.schakel.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that only stands before other commands. */
abstract class CommandGroup implements Runnable {
    private final String missing;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says which commands there are.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param missing what to say to somebody who names none of them */
    CommandGroup(String missing) {
        this.missing = missing;
    }

    @Override
    public final void run() {
        throw new ParameterException(spec.commandLine(), missing);
    }
}
