package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import nl.schakel.audit.Checkpoint;
import nl.schakel.audit.Proofs;
import nl.schakel.audit.TreeHash;
import nl.schakel.proof.EvidenceCheck.Findings;

/** The part of the audit log that an evidence file holds: leaves, the checkpoints they stand under, and when those were stamped. */
final class LogPart {
    private final SortedMap<String, byte[]> files;
    private final Signatures signatures;
    private final Findings findings;
    private final TreeMap<Long, byte[]> roots = new TreeMap<>();
    private final TreeMap<Long, Instant> stamped = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();

    LogPart(SortedMap<String, byte[]> files, Signatures signatures, Findings findings) {
        this.files = files;
        this.signatures = signatures;
        this.findings = findings;
    }

    /** A leaf at its place. */
    record Entry(long position, byte[] commitment, Leaf leaf) {}

    void check() {
        Map<String, byte[]> checkpoints = files.subMap("checkpoints/", "checkpoints0");
        Optional<JsonNode> last = checkpoints.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".json"))
                .reduce((before, after) -> after)
                .map(file -> Texts.read(file.getValue()));
        if (last.isEmpty()) {
            findings.missing("checkpoints", "a signed checkpoint");
            return;
        }
        checkpoints.forEach((name, bytes) -> {
            if (name.endsWith(".json")) {
                checkpoint(name, Texts.read(bytes), last.get());
            }
        });
        files.subMap("log/", "log0").forEach((name, bytes) -> leaf(name, Texts.read(bytes), last.get()));
        findings.proven(entries.size() + " leaves of the audit log, " + roots.size() + " signed checkpoints, "
                + stamped.size() + " of them time-stamped");
    }

    private void checkpoint(String name, JsonNode said, JsonNode last) {
        long size = said.path("size").asLong(-1);
        byte[] root = Texts.bytes(said.path("root"));
        Optional<Instant> at = Texts.instant(said.path("at"));
        if (at.isEmpty()
                || !Proofs.consistent(
                        size,
                        root,
                        last.path("size").asLong(-1),
                        Texts.bytes(last.path("root")),
                        Texts.hashes(said.path("consistency")))) {
            findings.wrong(name, "the log of the last checkpoint does not begin with this one");
            return;
        }
        Checkpoint checkpoint =
                new Checkpoint(size, root, at.get(), said.path("signed").asText(""));
        Optional<Instant> by = Optional.ofNullable(files.get(name.replace(".json", ".tsr")))
                .flatMap(token -> signatures.stamped(token, checkpoint.signed().getBytes(StandardCharsets.US_ASCII)));
        signatures.ours(name, checkpoint.payload(), checkpoint.signed(), Checkpoint.TYPE, by);
        roots.put(size, root);
        by.ifPresent(moment -> stamped.put(size, moment));
    }

    private void leaf(String name, JsonNode said, JsonNode last) {
        String fields = said.path("fields").asText("");
        byte[] commitment = Texts.bytes(said.path("leaf"));
        long position = said.path("position").asLong(-1);
        if (!Arrays.equals(
                TreeHash.sha256(Texts.bytes(said.path("salt")), fields.getBytes(StandardCharsets.UTF_8)), commitment)) {
            findings.wrong(name, "its record is not what the leaf commits to");
        } else if (!stands(commitment, position, said.path("path"), last)) {
            findings.wrong(name, "it does not stand at its place under the last checkpoint");
        } else {
            entries.add(new Entry(position, commitment, Leaf.of(fields)));
        }
    }

    private static boolean stands(byte[] commitment, long position, JsonNode path, JsonNode checkpoint) {
        return Proofs.includes(
                TreeHash.leaf(commitment),
                position,
                checkpoint.path("size").asLong(-1),
                Texts.hashes(path),
                Texts.bytes(checkpoint.path("root")));
    }

    /** The last leaf of one of these events that says these words. */
    Optional<Entry> find(Set<String> events, String words) {
        return entries.stream()
                .filter(entry ->
                        events.contains(entry.leaf().event()) && entry.leaf().speaksOf(words))
                .reduce((before, after) -> after);
    }

    /** The leaf at this place, where the file holds it. */
    Optional<Entry> at(long position) {
        return entries.stream().filter(entry -> entry.position() == position).findFirst();
    }

    /** The earliest time-stamp over a checkpoint that this leaf stands under. */
    Optional<Instant> stampedBy(long position) {
        return stamped.tailMap(position, false).values().stream().min(Instant::compareTo);
    }

    private String signed(JsonNode checkpoint) {
        String name = "checkpoints/%012d.json".formatted(checkpoint.path("size").asLong());
        byte[] file = Optional.ofNullable(files.get(name)).orElseGet(() -> new byte[0]);
        return Texts.hex(Texts.read(file).path("signed").asText().getBytes(StandardCharsets.US_ASCII));
    }

    /** What a receipt says of the log is what the log says. */
    void receipt(String name, JsonNode said) {
        JsonNode checkpoint = said.path("checkpoint");
        if (checkpoint.isMissingNode()) {
            return;
        }
        byte[] root = roots.get(checkpoint.path("size").asLong(-1));
        if (root == null) {
            findings.missing(name, "the checkpoint that it names");
        } else if (!Arrays.equals(root, Texts.bytes(checkpoint.path("root")))
                || !signed(checkpoint).equals(checkpoint.path("signed_sha256").asText())) {
            findings.wrong(name, "the checkpoint that it names is another one: the log was rewritten");
        }
        for (JsonNode place : said.path("places")) {
            if (!stands(
                    Texts.bytes(place.path("leaf")), place.path("index").asLong(-1), place.path("path"), checkpoint)) {
                findings.wrong(name, "a leaf that it names does not stand under its checkpoint");
            }
        }
    }
}
