package nl.schakel.journal;

import static nl.schakel.journal.Samples.DEBTS;
import static nl.schakel.journal.Samples.SHELTER;
import static nl.schakel.journal.Samples.WARD;
import static nl.schakel.journal.Samples.outgoing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/** A journal in PostgreSQL and one in memory that are asked the same, and what each of them said last. */
final class JournalPair {
    private static final long STEP_SECONDS = 5;
    private static final int CLIENTS = 3;

    private final Side database;
    private final Side memory;
    private final Random chance;
    private final DataSource source;
    private final Pauses pauses;
    private final MemoryJournal model;
    private final List<Samples.Message> sent = new ArrayList<>();
    private final List<byte[]> clients =
            Stream.generate(Samples::stream).limit(CLIENTS).toList();
    private long millis = Instant.parse("2026-11-29T10:00:00Z").toEpochMilli();

    JournalPair(DataSource source, PartnerTerms terms, Random chance) {
        this.source = source;
        this.chance = chance;
        MemoryTables tables = new MemoryTables();
        model = new MemoryJournal(tables, terms, () -> millis, Disk.WELL);
        pauses = new Pauses(source);
        execute("truncate schakel.work, schakel.outbox, schakel.outgoing, schakel.pause");
        database = new Side(new JdbcJournal(source, terms), this::idsInDatabase);
        memory =
                new Side(model, () -> tables.work().stream().map(MemoryWork::id).toList());
    }

    /** One journal with what it handed out; its ids differ from the other's, their order does not. */
    private static final class Side {
        final Journal journal;
        final java.util.function.Supplier<List<UUID>> ids;
        final List<WorkItem> handedOut = new ArrayList<>();
        final List<ReferralReference> references = new ArrayList<>();
        String said = "";

        Side(Journal journal, java.util.function.Supplier<List<UUID>> ids) {
            this.journal = journal;
            this.ids = ids;
        }
    }

    String inDatabase() {
        return database.said;
    }

    String inMemory() {
        return memory.said;
    }

    /** Whether the last step did anything. */
    boolean isTelling() {
        return !memory.said.startsWith("[]") && !memory.said.startsWith("nothing");
    }

    /** Asks both something by chance; returns what. */
    String ask() {
        return switch (chance.nextInt(17)) {
            case 0, 1, 2 -> accept();
            case 3, 4, 5, 6 -> claim();
            case 7, 8, 9 -> prepare(chance.nextInt(12));
            case 10, 11 -> settle(chance.nextInt(5));
            case 12 -> both("relay", side -> relayed(side).toString());
            case 13 -> both("sweep", side -> "swept " + side.journal.sweep());
            case 14 -> pass();
            case 15 -> fetch();
            default -> chance.nextBoolean() ? giveBack() : pause();
        };
    }

    private String both(String asked, Function<Side, String> question) {
        for (Side side : List.of(database, memory)) {
            side.said = question.apply(side) + " " + side.journal.backlog() + waiting(side);
        }
        return asked;
    }

    private static String waiting(Side side) {
        return side.references.stream()
                .map(reference -> side.journal.overview(reference).orElseThrow().work().stream()
                        .map(row -> row.kind() + " " + row.destination() + row.state() + row.attempts() + row.reason()
                                + row.nextAt().isPresent() + row.paused()
                                + row.waitsFor().isPresent())
                        .toList())
                .toList()
                .toString();
    }

    private String accept() {
        boolean again = !sent.isEmpty() && chance.nextInt(4) == 0;
        int client = chance.nextInt(CLIENTS);
        Samples.Message message = again
                ? sent.get(chance.nextInt(sent.size())).content(chance.nextInt(3) == 0 ? "other" : "REFERRAL")
                : new Samples.Message(
                        Event.REFERRAL,
                        WARD,
                        Samples.id(),
                        clients.get(client),
                        Optional.of("RF-" + client),
                        Optional.empty(),
                        "REFERRAL");
        sent.add(message);
        return both("accept", side -> {
            Accepted accepted = side.journal.accept(message.toAccept());
            if (accepted instanceof Accepted.Committed taken) {
                ReferralReference reference = taken.reference().orElseThrow();
                if (!side.references.contains(reference)) {
                    side.references.add(reference);
                }
                return "taken " + side.references.indexOf(reference) + taken.repeated();
            }
            return ((Accepted.Refused) accepted).problem().code().toString();
        });
    }

    private String fetch() {
        PartnerId partner = chance.nextBoolean() ? SHELTER : DEBTS;
        int most = 1 + chance.nextInt(3);
        int behind = chance.nextInt(4) - 1;
        return both("waiting", side -> {
            List<UUID> ids = side.ids.get();
            Optional<UUID> after = behind < 0 || behind >= ids.size() ? Optional.empty() : Optional.of(ids.get(behind));
            Journal.Page page = side.journal.waiting(partner, after, most);
            return Stream.concat(page.ids().stream(), page.last().stream())
                    .map(ids::indexOf)
                    .toList()
                    .toString();
        });
    }

    private String claim() {
        long choice = chance.nextLong();
        return both("claim", side -> {
            Random same = new Random(choice);
            List<UUID> ids = side.ids.get();
            List<WorkItem> items = side.journal.claim(
                    ids.stream().filter(id -> same.nextInt(3) > 0).toList());
            side.handedOut.addAll(items);
            return items.stream()
                    .map(item -> ids.indexOf(item.id()) + " " + item.kind() + item.destination() + item.attempt() + "/"
                            + item.fence() + item.stored().isPresent())
                    .toList()
                    .toString();
        });
    }

    private String prepare(int how) {
        if (memory.handedOut.isEmpty()) {
            return both("nothing", side -> "nothing");
        }
        int which = chosen();
        return both("prepare " + how, side -> {
            try {
                return side.journal
                        .prepare(
                                side.handedOut.get(which),
                                Samples.handler((item, ledger) -> decided(item, ledger, how)))
                        .map(JournalPair::words)
                        .toString();
            } catch (IllegalStateException defect) {
                return "nothing came of it";
            }
        });
    }

    private static Prepared decided(WorkItem item, Ledger ledger, int how) {
        if (item.kind() == WorkItem.Kind.ROUTE) {
            for (PartnerId partner : List.of(SHELTER, DEBTS)) {
                ledger.enqueue(WorkItem.Kind.DELIVER, item.reference().orElseThrow(), item.inboxId(), partner, "task");
            }
        }
        return switch (how) {
            case 0 -> throw new IllegalStateException("defect");
            case 1 -> new Prepared.Park(Problem.of(ProblemCode.NO_CIRCLE));
            case 2 -> new Prepared.Withdrawn("withdrawn");
            case 3 -> new Prepared.Done("done");
            default ->
                item.kind() == WorkItem.Kind.ROUTE
                        ? new Prepared.Done("routed")
                        : new Prepared.Send(outgoing(item, "bytes " + item.attempt()));
        };
    }

    private static String words(Prepared prepared) {
        return prepared instanceof Prepared.Send send
                ? new String(send.outgoing().bytes(), StandardCharsets.UTF_8)
                : prepared.getClass().getSimpleName();
    }

    private String settle(int how) {
        if (memory.handedOut.isEmpty()) {
            return both("nothing", side -> "nothing");
        }
        int which = chosen();
        Sent sentNow = switch (how) {
            case 0 -> new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), new byte[] {1});
            case 1 -> new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN));
            case 2 -> new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE));
            default -> Samples.delivered();
        };
        return both("settle " + how, side -> {
            side.journal.settle(side.handedOut.get(which), sentNow);
            return "settled";
        });
    }

    private String giveBack() {
        if (memory.handedOut.isEmpty()) {
            return both("nothing", side -> "nothing");
        }
        int which = chosen();
        return both("give back", side -> {
            side.journal.giveBack(List.of(side.handedOut.get(which)));
            return "given back";
        });
    }

    /** Mostly one of the last, for most of the others have lost their lease. */
    private int chosen() {
        int most = memory.handedOut.size();
        return chance.nextInt(5) == 0 ? chance.nextInt(most) : most - 1 - chance.nextInt(Math.min(3, most));
    }

    private String pause() {
        PartnerId partner = chance.nextBoolean() ? SHELTER : DEBTS;
        WorkList.Said word = new WorkList.Said("test", "because");
        if (chance.nextBoolean()) {
            pauses.pause(partner, word);
            model.pause(partner);
        } else {
            pauses.resume(partner, word);
            model.resume(partner);
        }
        return both("pause", side -> "paused");
    }

    private String pass() {
        long seconds = STEP_SECONDS * (1 + chance.nextInt(8));
        millis += Duration.ofSeconds(seconds).toMillis();
        String back = " - " + seconds + " * interval '1 second'";
        execute("update schakel.work set next_at = next_at" + back + ", sweep_at = sweep_at" + back
                + ", lease_until = lease_until" + back);
        return both("pass", side -> "passed");
    }

    private static List<Integer> relayed(Side side) {
        List<Integer> all = new ArrayList<>();
        List<UUID> ids = side.ids.get();
        side.journal.relay(1_000, ready -> ready.forEach(one -> all.add(ids.indexOf(one.id()))));
        return all.stream().sorted().toList();
    }

    private List<UUID> idsInDatabase() {
        return new Transactions(source)
                .atOnce(connection -> Sql.list(
                        connection, "select id from schakel.work order by id", row -> row.getObject(1, UUID.class)));
    }

    private void execute(String... statements) {
        new Transactions(source).atOnce(connection -> {
            for (String sql : Arrays.asList(statements)) {
                Sql.update(connection, sql);
            }
            return true;
        });
    }
}
