package nl.schakel.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with keys and certificates. */
@Command(
        name = "cert",
        description = {
            "Keys and certificates: ours and those of partners. Works on the files of HOME/pki;",
            "a gateway that runs takes a change into use within 15 seconds."
        },
        footer = "Example: schakel cert list")
final class CertGroup extends CommandGroup {
    private CertGroup() {
        super("Say what to do with certificates.");
    }

    static CommandLine line(Console console) {
        return new CommandLine(new CertGroup())
                .addSubcommand(new CertListCommand(console))
                .addSubcommand(new CertRequestCommand(console))
                .addSubcommand(new CertImportCommand(console))
                .addSubcommand(new CertRolloverCommand(console))
                .addSubcommand(new CertRevokeCommand(console))
                .addSubcommand(new CertMessagesCommand(console))
                .addSubcommand(new CertConvertCommand(console));
    }
}
