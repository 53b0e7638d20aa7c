package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with the list of whom nothing may reach. */
@Command(
        name = "conflict",
        description = {
            "To whom nothing about a client may go, by any route. Outside nothing shows it: the answer is that of a partner",
            "that is not there. A client is named by the reference of one of their referrals."
        },
        footer = "Example: schakel conflict add V-2026-00001-7 --organisation opvang-demo --by anna")
final class ConflictGroup extends CommandGroup {
    private ConflictGroup() {
        super("Say what to do with the list: add, list or end.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new ConflictGroup())
                .addSubcommand(new ConflictAddCommand(console))
                .addSubcommand(new ConflictListCommand(console))
                .addSubcommand(new ConflictEndCommand(console));
    }
}
