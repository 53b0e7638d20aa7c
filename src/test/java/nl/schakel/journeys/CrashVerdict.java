package nl.schakel.journeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares what the sender's journal says with what lies at the receivers. A finding is a line that starts with its
 * kind; no finding means that nothing was lost, doubled, changed or invented.
 */
final class CrashVerdict {
    private static final Set<String> RECEIVERS = Set.of("toegang-eindhoven", "opvang-demo", "schuldhulp-demo");
    /** Who writes down what it gets when it gets it; the desk looks into its folder now and then. */
    private static final Set<String> IN_ORDER_OF_ARRIVAL = Set.of("opvang-demo", "schuldhulp-demo");

    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Set<String> findings = new TreeSet<>();
    private final Map<String, CrashReferral> sent = new TreeMap<>();
    private final Map<String, Integer> documents = new TreeMap<>();
    private final Map<String, Integer> repeats = new TreeMap<>();

    static CrashVerdict of(Map<String, CrashJournal.Entry> journal, Path received) throws IOException {
        CrashVerdict verdict = new CrashVerdict();
        journal.values().forEach(verdict::answered);
        try (Stream<Path> partners = Files.list(received)) {
            for (Path partner : partners.sorted().toList()) {
                verdict.delivered(partner);
            }
        }
        return verdict;
    }

    /** Every repeat of a message gets the very answer it got first. */
    private void answered(CrashJournal.Entry entry) {
        String id = entry.referral().id();
        if (entry.accepts().isEmpty()) {
            findings.add("unacknowledged " + id);
            return;
        }
        CrashAnswer first = entry.accepts().get(0);
        if (entry.accepts().stream().anyMatch(other -> !first.saysAs(other))) {
            findings.add("answer-changed " + id);
        }
        String reference = first.reference();
        if (!REFERENCE.matcher(reference).matches()) {
            findings.add("no-reference " + id);
        } else if (sent.put(reference, entry.referral()) != null) {
            findings.add("reference-shared " + reference + " " + id);
        }
    }

    private void delivered(Path folder) throws IOException {
        String partner = folder.getFileName().toString();
        Map<String, Integer> byReference = new TreeMap<>();
        for (Path document : documents(folder)) {
            byReference.merge(reference(partner, document), 1, Integer::sum);
        }
        documents.put(partner, byReference.values().stream().mapToInt(i -> i).sum());
        repeats.put(partner, repeats(folder));
        if (Files.exists(folder.resolve("refused"))) {
            findings.add("set-aside " + partner);
        }
        sent.keySet().forEach(reference -> once(partner, reference, byReference.getOrDefault(reference, 0)));
        if (IN_ORDER_OF_ARRIVAL.contains(partner)) {
            order(partner, folder);
        }
    }

    /** A client's referrals reach a partner in the order in which they were accepted. */
    private void order(String partner, Path folder) throws IOException {
        Map<Integer, List<Arrival>> byClient = new TreeMap<>();
        for (Path document : documents(folder)) {
            CrashReferral referral = sent.get(reference(partner, document));
            if (referral != null) {
                byClient.computeIfAbsent(referral.client(), client -> new ArrayList<>())
                        .add(new Arrival(referral, Files.getLastModifiedTime(document)));
            }
        }
        byClient.values().forEach(arrivals -> order(partner, arrivals));
    }

    private void order(String partner, List<Arrival> arrivals) {
        arrivals.sort(Comparator.comparing(arrival -> arrival.referral().place()));
        for (int i = 1; i < arrivals.size(); i++) {
            if (arrivals.get(i).at().compareTo(arrivals.get(i - 1).at()) < 0) {
                findings.add("overtook " + partner + " " + arrivals.get(i).referral());
            }
        }
    }

    private record Arrival(CrashReferral referral, FileTime at) {}

    private void once(String partner, String reference, int times) {
        int due = RECEIVERS.contains(partner) ? 1 : 0;
        if (times != due) {
            String kind = times < due ? "lost " : due == 0 ? "astray " : "doubled ";
            findings.add(kind + partner + " " + reference + " " + sent.get(reference) + " times=" + times);
        }
    }

    /** The one reference a document names; it must be about the client for whom that reference was given. */
    private String reference(String partner, Path document) throws IOException {
        String text = Files.readString(document, StandardCharsets.UTF_8);
        String reference = String.join("+", references(document));
        CrashReferral referral = sent.get(reference);
        if (referral == null) {
            findings.add("never-sent " + partner + " " + reference + " " + document.getFileName());
        } else if (!text.contains(referral.family())) {
            findings.add("other-client " + partner + " " + reference + " " + document.getFileName());
        }
        return reference;
    }

    /** The documents a partner holds; headers, seals and receipts lie beside them, and drafts begin with a dot. */
    static List<Path> documents(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("(?!ontvangst-)[^.].*(?<!\\.headers)\\.(json|hl7)"))
                    .sorted()
                    .toList();
        }
    }

    /** The longest time from an acceptance to the arrival at this partner. */
    static Duration latest(CrashJournal journal, Path folder) throws IOException {
        Map<String, Instant> accepted = journal.firstAccepted();
        Duration latest = Duration.ZERO;
        for (Path document : documents(folder)) {
            Instant arrived = Files.getLastModifiedTime(document).toInstant();
            for (String reference : references(document)) {
                Duration took = Duration.between(accepted.getOrDefault(reference, arrived), arrived);
                latest = took.compareTo(latest) > 0 ? took : latest;
            }
        }
        return latest;
    }

    private static Set<String> references(Path document) throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher matcher = REFERENCE.matcher(Files.readString(document, StandardCharsets.UTF_8));
        while (matcher.find()) {
            named.add(matcher.group());
        }
        return named;
    }

    private static int repeats(Path folder) throws IOException {
        Path log = folder.resolve("repeats.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    Set<String> findings() {
        return new TreeSet<>(findings);
    }

    int repeats() {
        return repeats.values().stream().mapToInt(i -> i).sum();
    }

    /** Writes it down, with what else is to be known about the run. */
    void write(Path file, Map<String, Object> run) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(run);
        all.put("referrals", sent.size());
        all.put("documents", documents);
        all.put("repeatedDeliveries", repeats);
        all.put("findings", findings);
        Files.write(file, JSON.writeValueAsBytes(all));
    }
}
