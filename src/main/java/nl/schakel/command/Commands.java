package nl.schakel.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
        CommandLine line = new CommandLine(new Root());
        Map<String, Supplier<Object>> all = all(console, starter, farewell);
        // To look at every command by reflection takes longer than most of them run.
        boolean known = arguments.length > 0 && all.containsKey(arguments[0]);
        all.forEach((name, command) -> {
            if (!known || name.equals(arguments[0])) {
                line.addSubcommand(name, command.get());
            }
        });
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

    private static Map<String, Supplier<Object>> all(Console console, GatewayStarter starter, Farewell farewell) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("demo", () -> new DemoCommand(console, starter, farewell));
        all.put("run", () -> new RunCommand(console, starter, farewell));
        all.put("send", () -> new SendCommand(console));
        all.put("events", () -> new EventsCommand(console));
        all.put("trace", () -> new TraceCommand(console));
        all.put("map", () -> MapGroup.line(console));
        all.put("basis", () -> BasisGroup.line(console));
        all.put("audit", () -> AuditGroup.line(console));
        all.put("cert", () -> CertGroup.line(console));
        all.put("part", () -> PartGroup.line(console));
        all.put("evidence", () -> new EvidenceCommand(console));
        all.put("verify", () -> new VerifyCommand(console));
        all.put("status", () -> new StatusCommand(console));
        all.put("alerts", () -> new AlertsCommand(console));
        all.put("backlog", () -> new BacklogCommand(console));
        all.put("replay", () -> new ReplayCommand(console));
        all.put("park", () -> new WorkWord.Park(console));
        all.put("resume", () -> new WorkWord.Resume(console));
        all.put("skip", () -> new WorkWord.Skip(console));
        all.put("partner", () -> PartnerGroup.line(console));
        all.put("codes", () -> new CodesCommand(console));
        all.put("client-report", () -> new ClientReportCommand(console));
        all.put("break-glass", () -> new BreakGlassCommand(console));
        all.put("review", () -> new ReviewCommand(console));
        all.put("look", () -> new LookCommand(console));
        all.put("conflict", () -> ConflictGroup.line(console));
        all.put("withdraw", () -> new WithdrawCommand(console));
        all.put("family", () -> FamilyGroup.line(console));
        all.put("doctor", () -> new DoctorCommand(console));
        all.put("bench", () -> new BenchCommand(console));
        return all;
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
            versionProvider = Version.class,
            footer = "Example: schakel demo")
    private static final class Root implements Runnable {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Says which commands there are.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Says which Schakel and which Java this is.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean version;

        @Override
        public void run() {
            throw new IllegalStateException("A command is needed");
        }
    }

    /** Of the jar; classes that stand in a folder have none. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {
                "Schakel " + (version == null ? "(not built)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
