package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with the audit log. */
@Command(
        name = "audit",
        description = "The append-only log of every decision and disclosure.",
        footer = "Example: schakel audit verify")
final class AuditGroup extends CommandGroup {
    private AuditGroup() {
        super("Say what to do with the audit log.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new AuditGroup())
                .addSubcommand(new AuditVerifyCommand(console))
                .addSubcommand(new AuditTakeUpCommand(console));
    }
}
