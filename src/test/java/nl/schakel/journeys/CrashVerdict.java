package nl.schakel.journeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        String id = entry.referral().controlId();
        if (entry.accepts().isEmpty()) {
            findings.add("unacknowledged " + id);
            return;
        }
        byte[] first = entry.accepts().get(0);
        if (entry.accepts().stream().anyMatch(other -> !Arrays.equals(first, other))) {
            findings.add("answer-changed " + id);
        }
        String reference = CrashAnswer.of(first).reference();
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
    }

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
        Set<String> named = new TreeSet<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            named.add(matcher.group());
        }
        String reference = String.join("+", named);
        CrashReferral referral = sent.get(reference);
        if (referral == null) {
            findings.add("never-sent " + partner + " " + reference + " " + document.getFileName());
        } else if (!text.contains(referral.family())) {
            findings.add("other-client " + partner + " " + reference + " " + document.getFileName());
        }
        return reference;
    }

    /** The documents a partner holds; headers and seals lie beside them, and drafts begin with a dot. */
    static List<Path> documents(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[^.].*(?<!\\.headers)\\.(json|hl7)"))
                    .sorted()
                    .toList();
        }
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
