package nl.schakel.journeys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nl.schakel.journeys.CrashBuild.Change;

/**
 * The named gaps between two effects (crash matrix). In each the gateway can be made to end, as by a power cut, by lines that
 * the harness puts into copies of the sources.
 */
enum CrashGap {
    BEFORE_ACCEPT("g0", "the bytes are read, nothing is written"),
    IN_COMMIT("g1", "the commit is on its way to the database"),
    BEFORE_RECEIPT("g2", "committed, the sender has no answer"),
    BEFORE_RELAY("g3", "the work is in the outbox, the broker has nothing"),
    BEFORE_MARKED("g4", "the broker has it, the outbox does not know"),
    BROKER_LOST("g5", "relayed, and all that the broker held is lost"),
    TAKEN("g6", "a worker has it, nothing is decided"),
    TAKEN_UNTOLD("g6b", "claimed, the broker is not told"),
    BEFORE_CALL("g7", "SENDING is committed, the partner is not called"),
    ANSWER_LOST("g8", "the partner acted, its answer is lost"),
    BEFORE_SETTLED("g9", "the answer is read, nothing of it is written"),
    SETTLED("g10", "the outcome is committed, nothing else is done"),
    BEFORE_LATER_RECEIPT("g11", "the outcome is committed, the receipt that tells of it is not made"),
    CHECKPOINT_SIGNED("g12", "the checkpoint of the log is signed, not kept outside"),
    STAMP_RECEIVED("g13", "the time-stamp is there, not stored"),
    KEY_CHANGED("g16", "sealed and not sent, and the gateway starts again with another key"),
    FILE_TAKEN("f1", "a file is taken out of its folder, not handed in"),
    FILE_RECEIPTED("f2", "the file's receipt is on the disk, the file is not put away");

    /** What the gateway is given so that it ends at these points. */
    private static final List<Change> POINTS = List.of(
            // A lease that outlives its process is waited for again and again; this makes it 8 s in place of 25.
            new Change(
                    "referral/Limits.java",
                    "PARTNER_CALL = Duration.ofSeconds(20);",
                    "PARTNER_CALL = Duration.ofSeconds(3);"),
            new Change(
                    "journal/JdbcJournal.java",
                    "return accepting.accept(acceptance);",
                    at("g0") + "Accepted answer = accepting.accept(acceptance);" + at("g2") + "return answer;"),
            // A message that takes effect with its acceptance commits elsewhere.
            new Change(
                    "journal/AcceptTransaction.java",
                    "ledger.remaining().runAndCommit(connection);",
                    "nl.schakel.journeys.CrashPoint.soon(\"g1\"); ledger.remaining().runAndCommit(connection);"),
            new Change(
                    "journal/AcceptTransaction.java",
                    "store.runAndCommit(connection);\n        return Optional.empty();",
                    "nl.schakel.journeys.CrashPoint.soon(\"g1\"); store.runAndCommit(connection);\n"
                            + "        return Optional.empty();"),
            new Change(
                    "journal/OutboxRelay.java",
                    "publish.accept(List.copyOf(ready));",
                    at("g3") + "publish.accept(List.copyOf(ready));" + at("g4")),
            new Change(
                    "journal/OutboxRelay.java",
                    "done.runAndCommit(connection);",
                    "done.runAndCommit(connection);" + at("g5")),
            new Change("dispatch/Intake.java", "source.acknowledge();", at("g6b") + "source.acknowledge();"),
            new Change(
                    "dispatch/Worker.java",
                    "Optional<Prepared> prepared = prepare(item);",
                    at("g6") + "Optional<Prepared> prepared = prepare(item);"),
            new Change(
                    "dispatch/Worker.java",
                    "Sent sent = handler.send(item, send.outgoing());",
                    at("g7")
                            + at("g16")
                            + "nl.schakel.journeys.CrashPoint.poison(item.reference().map(Object::toString).orElse(\"\"));"
                            + "Sent sent = handler.send(item, send.outgoing());" + at("g9")),
            new Change(
                    "dispatch/Worker.java",
                    "settle(item, sent);\n        item.destination()",
                    "settle(item, sent);" + at("g10") + "item.destination()"),
            new Change(
                    "journal/LaterReceipts.java",
                    "end.runAndCommit(connection);",
                    at("g11") + "end.runAndCommit(connection);"),
            new Change(
                    "audit/Notary.java",
                    ".ifPresent(signed -> LOG.debug(\"audit checkpoint size={} at={}\", signed.size(), signed.at()));",
                    ".ifPresent(signed -> nl.schakel.journeys.CrashPoint.at(\"g12\"));"),
            new Change(
                    "audit/StampClerk.java",
                    "stamps.add(checkpoint.get(), stamp.get());",
                    at("g13") + "stamps.add(checkpoint.get(), stamp.get());"),
            new Change(
                    "channel/DropCollector.java",
                    "Optional<String> ours = taken.take(file);",
                    "Optional<String> ours = taken.take(file);" + at("f1")),
            new Change("channel/DropCollector.java", "taken.finish(ours);", at("f2") + "taken.finish(ours);"));

    private final String code;
    private final String words;

    CrashGap(String code, String words) {
        this.code = code;
        this.words = words;
    }

    private static String at(String code) {
        return "nl.schakel.journeys.CrashPoint.at(\"" + code + "\");";
    }

    static List<Change> points() {
        return new ArrayList<>(POINTS);
    }

    /** @param codes separated by commas; empty for all, and any other word for none */
    static List<CrashGap> chosen(String codes) {
        List<String> wanted = List.of(codes.split(",", -1));
        return Arrays.stream(values())
                .filter(gap -> codes.isEmpty() || wanted.contains(gap.code))
                .toList();
    }

    String code() {
        return code;
    }

    /** The doors at which it can happen: a file's own gaps are at the file door alone. */
    List<CrashDoor> doors() {
        return code.startsWith("f") ? List.of(CrashDoor.FILE) : Arrays.asList(CrashDoor.values());
    }

    /** Whether it ends the process while an item is being worked: an item that meets this three times is parked. */
    boolean isOfWorker() {
        return compareTo(TAKEN) >= 0 && compareTo(SETTLED) <= 0 || this == KEY_CHANGED;
    }

    /** What happens once in a while and not for each message is awaited once. */
    boolean isRare() {
        return this == BEFORE_LATER_RECEIPT
                || this == CHECKPOINT_SIGNED
                || this == STAMP_RECEIVED
                || this == ANSWER_LOST;
    }

    @Override
    public String toString() {
        return code + " " + words;
    }
}
