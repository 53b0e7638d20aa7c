package nl.schakel.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import javax.net.ssl.SSLException;
import nl.schakel.trust.KeyMaterialInvalid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line as a whole: which commands there are and how each failure becomes one sentence. */
public final class Commands {
    private Commands() {}

    /** Runs one command and returns its exit code; the gateway is started through {@code starter} when it is needed. */
    public static int run(GatewayStarter starter, String... arguments) {
        Console console = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return run(console, starter, new Farewell(), arguments);
    }

    static int run(Console console, GatewayStarter starter, Farewell farewell, String... arguments) {
        CommandLine line = new CommandLine(new Root())
                .addSubcommand(new DemoCommand(console, starter, farewell))
                .addSubcommand(new RunCommand(console, starter, farewell))
                .addSubcommand(new SendCommand(console))
                .addSubcommand(new EventsCommand(console))
                .addSubcommand(new TraceCommand(console))
                .addSubcommand(MapGroup.line(console))
                .addSubcommand(BasisGroup.line(console))
                .addSubcommand(AuditGroup.line(console))
                .addSubcommand(CertGroup.line(console))
                .addSubcommand(PartGroup.line(console))
                .addSubcommand(new EvidenceCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new AlertsCommand(console))
                .addSubcommand(new BacklogCommand(console))
                .addSubcommand(new ReplayCommand(console))
                .addSubcommand(new WorkWord.Park(console))
                .addSubcommand(new WorkWord.Resume(console))
                .addSubcommand(new WorkWord.Skip(console))
                .addSubcommand(PartnerGroup.line(console))
                .addSubcommand(new CodesCommand(console))
                .addSubcommand(new ClientReportCommand(console))
                .addSubcommand(new BreakGlassCommand(console))
                .addSubcommand(new ReviewCommand(console))
                .addSubcommand(new LookCommand(console))
                .addSubcommand(ConflictGroup.line(console))
                .addSubcommand(new WithdrawCommand(console))
                .addSubcommand(FamilyGroup.line(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new BenchCommand(console));
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(console.out())
                .setErr(console.err())
                .setParameterExceptionHandler((wrong, given) -> usage(console, wrong))
                .setExecutionExceptionHandler((trouble, command, parsed) -> failed(console, trouble));
        if (arguments.length == 0) {
            line.usage(console.err());
            return Exit.USAGE;
        }
        return line.execute(arguments);
    }

    private static int usage(Console console, CommandLine.ParameterException wrong) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        return console.fail(Exit.USAGE, wrong.getMessage() + " Try: " + name + " --help");
    }

    /** The outermost door: whatever was not foreseen ends as one sentence; its trace goes to the log alone. */
    private static int failed(Console console, Exception trouble) {
        if (trouble instanceof Unreachable || trouble instanceof ConnectException) {
            return console.fail(Exit.UNREACHABLE, sentence(trouble));
        }
        if (trouble instanceof SSLException) {
            return console.fail(
                    Exit.DENIED, "The other side does not take this certificate, or is not who it should be.");
        }
        if (trouble instanceof KeyMaterialInvalid) {
            return console.fail(Exit.FINDING, sentence(trouble) + ".");
        }
        if (trouble instanceof AccessDeniedException) {
            return console.fail(Exit.DENIED, "No access to " + trouble.getMessage() + ".");
        }
        Logger log = LoggerFactory.getLogger(Commands.class);
        log.error("A command failed", trouble);
        return console.fail(Exit.FINDING, trouble instanceof IOException ? sentence(trouble) : defect());
    }

    private static String sentence(Exception trouble) {
        String message = trouble.getMessage();
        return message == null ? "Input or output failed." : message;
    }

    private static String defect() {
        String log = System.getProperty("schakel.log.file", "");
        return nl.schakel.referral.ProblemCode.DEFECT.id() + " Something went wrong inside Schakel."
                + (log.isEmpty() ? "" : " See " + log + ".");
    }

    @Command(
            name = "schakel",
            description = "Hands a vulnerable client over safely, from one organisation to the next.",
            footer = "Example: schakel demo")
    private static final class Root implements Runnable {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Says which commands there are.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Override
        public void run() {
            throw new IllegalStateException("A command is needed");
        }
    }
}
