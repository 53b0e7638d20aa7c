package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with parts of a message that the gateway carries and cannot open. */
@Command(
        name = "part",
        description = {
            "Sealed parts: what only one receiver may read, inside a message that the gateway translates.",
            "Works with the keys of a demo home, as the partner that is named; no gateway is needed."
        },
        footer = "Example: schakel part open message.json --as opvang-demo")
final class PartGroup extends CommandGroup {
    private PartGroup() {
        super("Say what to do with a sealed part.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new PartGroup())
                .addSubcommand(new PartSealCommand(console))
                .addSubcommand(new PartOpenCommand(console));
    }
}
