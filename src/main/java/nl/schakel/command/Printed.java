package nl.schakel.command;

import picocli.CommandLine.Option;

/** What every command with a result can be asked: how to print it, and for help. */
class Printed {
    @Option(
            names = "--output",
            paramLabel = "table|json",
            description = "For a person or for a script (default: table).")
    private Output output = Output.TABLE;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says how this command is used.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** How results are printed. */
    enum Output {
        TABLE,
        JSON
    }

    final boolean json() {
        return output == Output.JSON;
    }
}
