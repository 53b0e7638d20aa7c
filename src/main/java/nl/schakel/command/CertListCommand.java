package nl.schakel.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import nl.schakel.trust.ExpiryWarning;
import nl.schakel.trust.Holdings.Holding;
import nl.schakel.trust.KeyState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists every certificate with its state and its end. */
@Command(
        name = "list",
        description = {
            "Every certificate: whose, what for, its state, until when, and its key.",
            "Warns at 60, 30, 14, 7 and 1 days; exit 1 when one that is in use has ended."
        },
        footer = "Example: schakel cert list --output json")
final class CertListCommand implements Callable<Integer> {
    private static final int KEY = 16;

    @Mixin
    private final Asked asked = new Asked();

    private final Console console;

    CertListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return KeyFolder.in(asked.home(), console, this::list);
    }

    private int list(KeyFolder folder) throws IOException {
        Instant now = Instant.now();
        List<Holding> all = folder.holdings();
        if (asked.json()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            all.forEach(holding -> rows.add(row(holding, now)));
            console.line(Asked.json(rows));
        } else {
            Table table = new Table("whose", "use", "state", "until", "days", "key", "name", "note");
            all.forEach(h -> table.row(
                    h.owner(),
                    h.use(),
                    h.state().text(),
                    h.until().toString().substring(0, 10),
                    Long.toString(days(h, now)),
                    h.key().substring(0, KEY),
                    h.name(),
                    note(h, now)));
            table.lines().forEach(console::line);
            if (all.stream().anyMatch(CertListCommand::isKeyFile)) {
                console.line(
                        "Our keys lie in files without a password. To put them into PKCS#12: schakel cert convert");
            }
        }
        boolean ended = all.stream().anyMatch(h -> h.matters() && !now.isBefore(h.until()));
        return ended ? Exit.FINDING : Exit.OK;
    }

    private static boolean isKeyFile(Holding holding) {
        return holding.owner().equals("gateway")
                && holding.state() == KeyState.ACTIVE
                && holding.file().toString().endsWith(".crt");
    }

    private static Map<String, Object> row(Holding holding, Instant now) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("owner", holding.owner());
        row.put("name", holding.name());
        row.put("use", holding.use());
        row.put("state", holding.state().text());
        row.put("until", holding.until().toString());
        row.put("days_left", days(holding, now));
        row.put("key_sha256", holding.key());
        row.put("serial", holding.serial());
        row.put("warning", note(holding, now));
        row.put("file", holding.file().toString());
        return row;
    }

    private static long days(Holding holding, Instant now) {
        return Duration.between(now, holding.until()).toDays();
    }

    private static String note(Holding holding, Instant now) {
        OptionalInt reached = ExpiryWarning.reached(holding.until(), now);
        if (!holding.matters() || reached.isEmpty()) {
            return "";
        }
        return reached.getAsInt() == 0 ? "ENDED" : "ends within " + reached.getAsInt() + " days";
    }
}
