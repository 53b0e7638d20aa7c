package nl.schakel.journeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace saw of a gateway and its database: whether each answer on a line of MLLP left after its message was on the
 * disk. A message is on the disk when the database's log was written with the message's id in it, and a sync of that log
 * that began afterwards has ended well. A watched process goes on only when what stands before in the file was seen, so the
 * order of the lines is the order of the acts.
 */
final class SyncTrace {
    /** Process, then a call that begins, or the rest of one that was interrupted. */
    private static final Pattern LINE = Pattern.compile("(\\d+) +(?:<\\.\\.\\. (\\w+) resumed>|(\\w+)\\()(.*)");

    private static final Pattern ID = Pattern.compile("CRASH-\\d+-\\d+");
    private static final Pattern ANSWER = Pattern.compile("\"\\\\vMSH\\|.*MSA\\|AA\\|(CRASH-\\d+-\\d+)");
    private static final String UNFINISHED = "<unfinished ...>";
    private static final String LOG = "/pg_wal/";

    private final Map<String, Call> begun = new HashMap<>();
    /** Written into the log, with the place of the write's end. */
    private final Map<String, Long> written = new HashMap<>();

    private final Set<String> onDisk = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> early = new HashSet<>();
    private long place;
    private int syncs;

    private SyncTrace() {}

    /** A call that has begun at this place of the trace, with what it was given. */
    private record Call(String name, String given, long at) {}

    /** The words before a command line that have it watched, with all that it starts. */
    static List<String> watching(Path trace) {
        return List.of(
                "strace",
                // The watcher stands beside, so that the first process is the gateway's own.
                "-D",
                "-f",
                "--seccomp-bpf",
                "-y",
                "-s",
                "1048576",
                "-e",
                "trace=pwrite64,fdatasync,write,writev",
                "-o",
                trace.toString());
    }

    static SyncTrace of(Path trace) throws IOException {
        SyncTrace read = new SyncTrace();
        try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.line(line);
            }
        }
        return read;
    }

    /** Ids of the messages that were answered. */
    Set<String> answered() {
        return answered;
    }

    /** Those whose answer left before they were on the disk. */
    Set<String> early() {
        return early;
    }

    /** How often the database's log was synced. */
    int syncs() {
        return syncs;
    }

    private void line(String line) {
        place++;
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return;
        }
        String process = parts.group(1);
        if (parts.group(3) == null) {
            Call call = begun.remove(process);
            if (call != null) {
                ended(call, parts.group(4));
            }
            return;
        }
        Call call = new Call(parts.group(3), parts.group(4), place);
        begins(call);
        if (call.given().endsWith(UNFINISHED)) {
            begun.put(process, call);
        } else {
            ended(call, call.given());
        }
    }

    private void begins(Call call) {
        if (call.name().startsWith("write")) {
            Matcher answer = ANSWER.matcher(call.given());
            if (answer.find()) {
                answered.add(answer.group(1));
                if (!onDisk.contains(answer.group(1))) {
                    early.add(answer.group(1));
                }
            }
        }
    }

    /** @param end of the line on which the call's outcome stands */
    private void ended(Call call, String end) {
        if (!call.given().contains(LOG)) {
            return;
        }
        if (call.name().equals("pwrite64")) {
            Matcher ids = ID.matcher(call.given());
            while (ids.find()) {
                written.putIfAbsent(ids.group(), place);
            }
        } else if (call.name().equals("fdatasync") && end.endsWith("= 0")) {
            syncs++;
            written.entrySet().removeIf(one -> one.getValue() < call.at() && onDisk.add(one.getKey()));
            written.keySet().removeIf(onDisk::contains);
        }
    }
}
