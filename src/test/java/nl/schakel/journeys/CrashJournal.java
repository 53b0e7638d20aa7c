package nl.schakel.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The sender's own book, outside the system: every attempt and every answer, in memory and in a file. */
final class CrashJournal implements AutoCloseable {
    private final Writer file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> otherAnswers = new TreeMap<>();
    private int attempts;
    private final List<Accept> accepts = new ArrayList<>();
    private int acknowledged;
    private int unanswered;

    /** What is known of one control id. */
    record Entry(CrashReferral referral, List<CrashAnswer> accepts) {}

    /** When an accepted attempt began, and when its answer came. */
    private record Accept(long attempted, long answered) {}

    private final Map<String, Instant> firstAccepted = new LinkedHashMap<>();
    private String lastReference = "";

    CrashJournal(Path path) throws IOException {
        this.file = Files.newBufferedWriter(path, StandardCharsets.US_ASCII);
    }

    /** Notes that these bytes are about to be sent; returns the moment. */
    synchronized long attempt(CrashReferral referral) {
        attempts++;
        entries.computeIfAbsent(referral.id(), id -> new Entry(referral, new ArrayList<>()));
        write("send", referral, "");
        return System.nanoTime();
    }

    synchronized void accepted(CrashReferral referral, long attemptedAt, CrashAnswer answer) {
        Entry entry = entry(referral);
        if (entry.accepts().isEmpty()) {
            acknowledged++;
            firstAccepted.put(answer.reference(), Instant.now());
            lastReference = answer.reference();
        }
        entry.accepts().add(answer);
        accepts.add(new Accept(attemptedAt, System.nanoTime()));
        write("accepted", referral, answer.reference());
    }

    /** An answer that accepts nothing. */
    synchronized void refused(CrashReferral referral, CrashAnswer answer) {
        otherAnswers.merge(answer.refusal(), 1, Integer::sum);
        write("refused", referral, answer.refusal());
    }

    synchronized void unanswered(CrashReferral referral) {
        unanswered++;
        write("unanswered", referral, "");
    }

    private Entry entry(CrashReferral referral) {
        Entry entry = entries.get(referral.id());
        if (entry == null) {
            throw new IllegalStateException("Answered before it was sent: " + referral);
        }
        return entry;
    }

    private void write(String what, CrashReferral referral, String more) {
        try {
            file.write(Instant.now() + " " + referral.id() + " " + what + " " + more + "\n");
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** Referrals that were accepted, each counted once. */
    synchronized int acknowledged() {
        return acknowledged;
    }

    /** When the first attempt that began after this moment was accepted. */
    synchronized OptionalLong firstAcceptAfter(long moment) {
        return accepts.stream()
                .filter(accept -> accept.attempted() > moment)
                .mapToLong(Accept::answered)
                .min();
    }

    /** When each reference was given first. */
    synchronized Map<String, Instant> firstAccepted() {
        return new LinkedHashMap<>(firstAccepted);
    }

    /** The reference that was given last. */
    synchronized String lastReference() {
        return lastReference;
    }

    synchronized Map<String, Entry> entries() {
        return new LinkedHashMap<>(entries);
    }

    synchronized Map<String, Integer> otherAnswers() {
        return new TreeMap<>(otherAnswers);
    }

    /** Answers that accepted nothing. */
    synchronized int refusals() {
        return otherAnswers.values().stream().mapToInt(i -> i).sum();
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized int unanswered() {
        return unanswered;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
