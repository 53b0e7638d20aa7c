package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the folders of a partner, wherever they are. */
@Guards(Threat.T18)
abstract class CollectorContract {
    static final Duration QUIET = Duration.ofSeconds(2);
    static final Duration SEAL_WAIT = Duration.ofSeconds(60);

    @TempDir
    Path home;

    final FakeDesk desk = new FakeDesk();
    final AtomicLong nanos = new AtomicLong();
    Path in;
    DropCollector collector;

    @BeforeEach
    void makesTheFoldersOfAPartner() throws IOException {
        in = Files.createDirectories(home.resolve("drop/pi-demo/in"));
        Files.createDirectories(place("out"));
        collector = collector(Optional.empty());
    }

    abstract String door();

    abstract DropPlaces.Way way(Path in);

    DropCollector collector(Optional<Duration> sealWait) {
        return new DropCollector(
                door(), new PartnerId("pi-demo"), way(in), new Steadiness(QUIET, sealWait, nanos::get), desk);
    }

    Path place(String name) {
        return in.resolveSibling(name);
    }

    void put(String name, String text) throws IOException {
        Files.writeString(in.resolve(name), text, StandardCharsets.UTF_8);
    }

    void look() {
        collector.look(() -> false);
    }

    /** Two looks with so much time between them that what did not change is whole. */
    void lookLongEnough() {
        look();
        later(QUIET);
        look();
    }

    void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    List<String> bodies() {
        return desk.files.stream()
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void takesAWholeFileOnceAndLeavesAReceiptAndNoCopy() throws IOException {
        put("Jansen 999900420.csv", "a;b");
        lookLongEnough();
        lookLongEnough();
        assertThat(desk.files).hasSize(1);
        Inbound file = desk.files.get(0);
        assertThat(file.owner()).contains(new PartnerId("pi-demo"));
        assertThat(file.door()).isEqualTo(door());
        assertThat(file.mediaType()).isEqualTo("text/csv");
        assertThat(file.toString()).doesNotContain("Jansen");
        assertThat(names(in)).isEmpty();
        assertThat(names(place("taken"))).isEmpty();
        assertThat(names(place("refused"))).isEmpty();
        assertThat(names(place("out"))).hasSize(2).allMatch(name -> name.matches("ontvangst-[0-9a-f]+\\.(csv|json)"));
    }

    @Test
    void leavesAFileThatStillGrowsUntilItIsQuiet() throws IOException {
        put("list.csv", "first\n");
        look();
        later(Duration.ofSeconds(1));
        Files.writeString(in.resolve("list.csv"), "second\n", StandardOpenOption.APPEND);
        look();
        later(Duration.ofSeconds(1));
        look();
        assertThat(desk.files).isEmpty();
        later(QUIET);
        look();
        assertThat(bodies()).containsExactly("first\nsecond\n");
    }

    @Test
    void readsAgainWhatWasWrittenToWhileItWasHandedIn() throws IOException {
        try (RandomAccessFile writer =
                new RandomAccessFile(in.resolve("list.csv").toFile(), "rw")) {
            writer.writeBytes("first\n");
            desk.fileHabit = file -> {
                if (desk.files.size() == 1) {
                    append(writer);
                }
                return FakeDesk.settled(file);
            };
            lookLongEnough();
            assertThat(names(place("out"))).as("no receipt for half a file").isEmpty();
            look();
        }
        assertThat(bodies()).containsExactly("first\n", "first\nsecond\n");
        assertThat(names(place("out"))).hasSize(2);
        assertThat(names(place("taken"))).isEmpty();
    }

    private static void append(RandomAccessFile writer) {
        try {
            writer.writeBytes("second\n");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void leavesWhatIsNamedAsUnfinishedAndWhatIsNoFile() throws IOException {
        for (String name : List.of(".hidden.csv", "a.csv.part", "b.tmp", "~lock.csv", "c.csv~", "d.FILEPART")) {
            put(name, "half");
        }
        Files.createDirectory(in.resolve("folder.csv"));
        lookLongEnough();
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(names(in)).hasSize(7);
    }

    @Test
    void waitsAtAPipeForNobody() throws Exception {
        Process made = new ProcessBuilder("mkfifo", in.resolve("pipe.csv").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        put("list.csv", "x");
        lookLongEnough();
        assertThat(bodies()).containsExactly("x");
    }

    @Test
    void doesNotWorkWhereALinkStandsInThePlaceOfAFolder() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(place("taken"), elsewhere);
        put("list.csv", "x");
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(names(elsewhere)).isEmpty();
        assertThat(names(in)).containsExactly("list.csv");
    }

    @Test
    void followsNoLink() throws IOException {
        Path secret = Files.writeString(home.resolve("secret.csv"), "of somebody else");
        Files.createSymbolicLink(in.resolve("link.csv"), secret);
        Files.createSymbolicLink(in.resolve("device.csv"), Path.of("/dev/zero"));
        lookLongEnough();
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(secret).hasContent("of somebody else");
        assertThat(names(in)).hasSize(2);
    }

    @Test
    void afterACrashTheTakenFileIsHandedInAgainWithItsSeal() throws IOException {
        desk.fileHabit = file -> {
            throw new IllegalStateException("as if the process died here");
        };
        put("list.csv", "rows");
        put("list.csv.jws", "head..seal");
        lookLongEnough();
        desk.fileHabit = FakeDesk::settled;
        collector = collector(Optional.empty());
        look();
        assertThat(bodies()).containsExactly("rows", "rows");
        assertThat(desk.files.get(1).seals().beside()).contains("head..seal");
        assertThat(names(place("taken"))).isEmpty();
        assertThat(names(in)).isEmpty();
    }

    @Test
    void keepsARefusedFileWithItsSealAndOnlyOnceHoweverOftenItComes() throws IOException {
        desk.fileHabit = file -> FakeDesk.refused(file, Problem.of(ProblemCode.SEAL_INVALID));
        for (int i = 0; i < 2; i++) {
            put("list.csv", "broken");
            put("list.csv.jws", "head..seal");
            lookLongEnough();
        }
        assertThat(desk.files).hasSize(2);
        assertThat(names(place("refused"))).hasSize(2).anyMatch(name -> name.endsWith(".csv.jws"));
        assertThat(names(place("taken"))).isEmpty();
        assertThat(names(place("out"))).hasSize(2);
    }

    @Test
    void aNewReceiptTakesThePlaceOfTheOld() throws IOException {
        desk.fileHabit = file -> FakeDesk.refused(file, Problem.of(ProblemCode.RIGHT_MISSING));
        put("list.json", "{}");
        lookLongEnough();
        desk.fileHabit = FakeDesk::settled;
        put("list.json", "{}");
        lookLongEnough();
        assertThat(names(place("out"))).hasSize(1);
        assertThat(place("out").resolve(names(place("out")).get(0))).hasContent("{\"aangenomen\":1}");
    }

    @Test
    void hostileNamesLeadNowhereAndAreNotKept() throws IOException {
        put("a..%2f..%2fetc.csv", "1");
        put("naam met spaties; $(touch x) `id`.csv", "2");
        put("x".repeat(240) + ".csv", "3");
        put("regel\neinde.csv", "4");
        put("${jndi:ldap:x}.csv", "5");
        lookLongEnough();
        assertThat(bodies()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        assertThat(names(in)).isEmpty();
        assertThat(names(place("out"))).hasSize(10).allMatch(name -> name.matches("ontvangst-[0-9a-f]+\\.(csv|json)"));
        assertThat(names(home)).containsExactly("drop");
    }

    @Test
    void keepsARefusedFileForAPersonUnderTheIdOfItsReceipt() throws IOException {
        desk.fileHabit = file -> FakeDesk.refused(file, Problem.of(ProblemCode.SYNTAX_BROKEN));
        put("list.csv", "broken");
        lookLongEnough();
        lookLongEnough();
        assertThat(desk.files).hasSize(1);
        String id = names(place("refused")).get(0).replace(".csv", "");
        assertThat(place("refused").resolve(id + ".csv")).hasContent("broken");
        assertThat(place("out").resolve("ontvangst-" + id + ".json")).content().contains("SCH-1006");
    }

    @Test
    void anEmptyFileAndAHugeOneAreRefusedWithoutBeingHandedIn() throws IOException {
        put("empty.json", "");
        try (RandomAccessFile huge = new RandomAccessFile(in.resolve("huge.csv").toFile(), "rw")) {
            huge.setLength(40L << 30);
        }
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(names(place("refused"))).hasSize(2);
        String receipts = "";
        for (String name : names(place("out"))) {
            receipts += Files.readString(place("out").resolve(name));
        }
        assertThat(receipts).contains("SCH-1002", "SCH-1006");
    }

    @Test
    void aFileThatCannotBeAcceptedNowStaysAndGoesOnLaterWhateverElseComes() throws IOException {
        desk.fileHabit = file -> new FileDesk.Later(Problem.of(ProblemCode.JOURNAL_UNAVAILABLE));
        put("first.csv", "1");
        put("second.csv", "2");
        lookLongEnough();
        assertThat(names(place("taken"))).hasSize(1);
        assertThat(names(place("out"))).isEmpty();
        desk.files.clear();
        desk.fileHabit = FakeDesk::settled;
        look();
        assertThat(bodies()).containsExactlyInAnyOrder("1", "2");
        assertThat(names(place("out"))).hasSize(4);
        assertThat(names(place("taken"))).isEmpty();
    }

    @Test
    void waitsForTheSealWhereOneMustCome() throws IOException {
        collector = collector(Optional.of(SEAL_WAIT));
        put("list.csv", "rows");
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        put("list.csv.jws", "head..seal\n");
        lookLongEnough();
        assertThat(desk.files).hasSize(1);
        assertThat(desk.files.get(0).seals().beside()).contains("head..seal");
        put("bare.csv", "other");
        look();
        later(SEAL_WAIT);
        look();
        assertThat(desk.files.get(1).seals().beside())
                .as("the doorkeeper refuses it")
                .isEmpty();
    }

    @Test
    void leavesTheRestWhenTheHouseIsClosing() throws IOException {
        put("list.csv", "x");
        lookLongEnough();
        put("next.csv", "y");
        look();
        later(QUIET);
        collector.look(() -> true);
        assertThat(bodies()).containsExactly("x");
        assertThat(names(in)).containsExactly("next.csv");
    }
}
