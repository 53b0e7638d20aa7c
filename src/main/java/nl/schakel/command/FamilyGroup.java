package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Who is one family. */
@Command(
        name = "family",
        description = "Links referrals of one family: each keeps their own consents, what one hides is hidden for all.",
        footer = "Example: schakel family link V-2026-00001-8 V-2026-00002-6 --by anna")
final class FamilyGroup extends CommandGroup {
    private FamilyGroup() {
        super("Say what to do with a family.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new FamilyGroup())
                .addSubcommand(new FamilyLinkCommand(console))
                .addSubcommand(new FamilyCommand.Show(console))
                .addSubcommand(new FamilyCommand.Confirm(console))
                .addSubcommand(new FamilyCommand.Unlink(console));
    }
}
