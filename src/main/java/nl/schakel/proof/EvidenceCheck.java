package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import nl.schakel.seal.EvidenceSeal;
import nl.schakel.seal.Sealer;

/**
 * Verifies an evidence file by itself: no network, no gateway, no clock but the one it is given. Whatever is wrong makes it
 * invalid; whatever is not there to be seen is said to be missing.
 */
public final class EvidenceCheck {
    /** A larger file is none. */
    public static final int MOST_BYTES = StoredZip.MOST_BYTES;

    private static final Set<String> SENT = Set.of("deliver", "tell");

    private final Opened opened;
    private final Findings findings = new Findings();
    private final Signatures signatures;
    private final LogPart log;
    private String reference = "";

    private EvidenceCheck(SortedMap<String, byte[]> files, Collection<X509Certificate> anchors, Instant now) {
        this.opened = new Opened(files);
        this.signatures = new Signatures(files, anchors, now, findings);
        this.log = new LogPart(files, signatures, findings);
    }

    /**
     * What it comes to.
     *
     * @param reference of the referral, as the file says
     * @param findings what is wrong or missing; none when it is valid
     * @param proven what was found in order, in words
     */
    public record Report(Verdict verdict, String reference, List<Finding> findings, List<String> proven) {
        public Report {
            findings = List.copyOf(findings);
            proven = List.copyOf(proven);
        }
    }

    /** The three answers. */
    public enum Verdict {
        VALID,
        CANNOT_PROVE,
        INVALID
    }

    /** @param where the file in it, or a part of that */
    public record Finding(Verdict weight, String where, String what) {}

    /**
     * @param anchors whom the verifier believes, for seals and for time-stamps; without any nothing can be proven
     * @param now when it is verified
     */
    public static Report of(byte[] archive, Collection<X509Certificate> anchors, Instant now) {
        try {
            SortedMap<String, byte[]> files = StoredZip.read(archive);
            if (anchors.isEmpty() && Signatures.roots(files).isEmpty()) {
                Findings nobody = new Findings();
                nobody.missing("trust", "a root certificate that you trust");
                return nobody.report("");
            }
            EvidenceCheck check = new EvidenceCheck(files, anchors, now);
            check.run(anchors.isEmpty());
            return check.findings.report(check.reference);
        } catch (StoredZip.Unreadable broken) {
            Findings findings = new Findings();
            findings.wrong("the file", String.valueOf(broken.getMessage()));
            return findings.report("");
        }
    }

    private void run(boolean withoutAnchors) {
        if (!contents() || !sealed()) {
            return;
        }
        if (withoutAnchors) {
            findings.missing("trust", "a root certificate that you trust: " + signatures.roots());
            return;
        }
        log.check();
        new MessagePart(opened, signatures, log, findings).check();
        opened.each("deliveries", "delivery.json", this::delivery);
        opened.beginningWith("decisions/").forEach(this::decision);
    }

    /** Every file is listed with its digest, and no other is there. */
    private boolean contents() {
        JsonNode listed = Texts.read(opened.file(Texts.CONTENTS)).path("files");
        Set<String> here = new TreeSet<>(opened.files().keySet());
        here.removeAll(Set.of(Texts.CONTENTS, Texts.STAMP, Texts.SEALED));
        Set<String> named = new TreeSet<>();
        listed.fieldNames().forEachRemaining(named::add);
        if (!here.equals(named)) {
            findings.wrong(Texts.CONTENTS, "it lists other files than there are");
            return false;
        }
        for (String name : here) {
            if (!Texts.hex(opened.file(name)).equals(listed.path(name).asText())) {
                findings.wrong(name, "its bytes are not those that were sealed");
            }
        }
        return findings.none();
    }

    private boolean sealed() {
        String jws = opened.text(Texts.SEALED);
        JsonNode about =
                nl.schakel.seal.SealedBy.payload(jws).map(Texts::read).orElseGet(() -> Texts.read(new byte[0]));
        reference = about.path("reference").asText("");
        boolean stamped = opened.has(Texts.STAMP);
        if (!about.path("contents_sha256").asText("").equals(Texts.hex(opened.file(Texts.CONTENTS)))
                || !about.path("stamp_sha256").asText("").equals(stamped ? Texts.hex(opened.file(Texts.STAMP)) : "")) {
            findings.wrong(Texts.SEALED, "it is about other contents, or another time-stamp");
            return false;
        }
        return signatures.gateway(jws, EvidenceSeal.TYPE);
    }

    private void delivery(String folder, JsonNode about) {
        String digest = about.path("sha256").asText("-");
        Optional<LogPart.Entry> leaf = log.find(SENT, "bytes sha256 " + digest);
        Optional<byte[]> bytes = opened.bytes(folder + "bytes.bin");
        if (bytes.filter(read -> !Texts.hex(read).equals(digest)).isPresent()) {
            findings.wrong(folder + "bytes.bin", "these are not the bytes that its description names");
        }
        if (leaf.isEmpty()) {
            if (about.path("state").asText().equals("DONE")) {
                findings.missing(
                        folder, "the leaf of its delivery under a signed checkpoint; export it again in a minute");
            }
            bytes.ifPresent(unsent -> seals(folder, unsent, Optional.empty()));
            findings.note(folder + " is not known to have left, so the log names no digest of it");
            return;
        }
        LogPart.Entry entry = leaf.get();
        if (!entry.leaf().actor().equals(about.path("receiver").asText())) {
            findings.wrong(folder + "delivery.json", "the audit log has another receiver for these bytes");
        }
        String seal = folder + "seal.jws";
        if (opened.has(seal) && !entry.leaf().speaksOf("seal sha256 " + Texts.hex(opened.file(seal)))) {
            findings.wrong(seal, "this is not the seal whose digest is in the log");
        } else if (!opened.has(seal)
                && bytes.isPresent()
                && entry.leaf().reason().contains(" seal sha256 ")) {
            findings.missing(seal, "the seal that the log names");
        }
        bytes.ifPresent(sent -> seals(folder, sent, log.stampedBy(entry.position())));
        findings.proven(
                folder + " " + entry.leaf().outcome() + " at " + entry.leaf().actor());
    }

    /** What goes out is sealed by us or not at all. */
    private void seals(String folder, byte[] sent, Optional<Instant> by) {
        String seal = folder + "seal.jws";
        if (opened.has(seal)) {
            signatures.ours(seal, sent, opened.text(seal), Sealer.DOCUMENT, by);
        }
        String place = folder + "bytes.bin";
        new InsideSeals(signatures, findings)
                .check(place, sent, by)
                .ifPresent(signed -> signatures.mustBeOurs(place, signed));
    }

    private void decision(String name) {
        String id = name.substring("decisions/".length()).replace(".json", "");
        if (log.find(Set.of("consent"), "decision " + id + " sha256 " + Texts.hex(opened.file(name)))
                .isPresent()) {
            findings.proven(name + " is the decision whose digest is in the log");
        } else if (log.find(Set.of("consent"), "decision " + id).isPresent()) {
            findings.wrong(name, "the audit log has another digest of this decision");
        } else {
            findings.note(name + " released nothing, so the log names no digest of it");
        }
    }

    /** What was found so far. */
    static final class Findings {
        private final List<Finding> list = new ArrayList<>();
        private final List<String> proven = new ArrayList<>();

        void wrong(String where, String what) {
            list.add(new Finding(Verdict.INVALID, where, what));
        }

        void missing(String where, String what) {
            list.add(new Finding(Verdict.CANNOT_PROVE, where, what));
        }

        void proven(String what) {
            proven.add(what);
        }

        void note(String what) {
            proven.add(what);
        }

        boolean none() {
            return list.isEmpty();
        }

        Report report(String reference) {
            Verdict verdict =
                    list.stream().map(Finding::weight).max(Verdict::compareTo).orElse(Verdict.VALID);
            return new Report(verdict, reference, list, proven);
        }
    }
}
