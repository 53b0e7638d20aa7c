package nl.schakel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropWatchTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes();

    @TempDir
    Path temp;

    Path in;
    Path received;
    DropWatch desk;

    @BeforeEach
    void open() throws IOException {
        in = Files.createDirectory(temp.resolve("out"));
        received = Files.createDirectory(temp.resolve("received"));
        SealCheck goodIsGood = (body, jws) ->
                "good".equals(jws) ? Optional.empty() : Optional.of(Problem.of(ProblemCode.SEAL_INVALID));
        desk = new DropWatch(in, received, goodIsGood, new Mailbox(received, Clock.systemUTC()));
    }

    @Test
    void takesAFileWithAGoodSealAndEmptiesTheFolder() throws IOException {
        drop("m1", BODY, "good");

        desk.look();

        assertThat(received.resolve("m1.json")).hasBinaryContent(BODY);
        assertThat(received.resolve("m1.jws")).hasContent("good");
        assertThat(in).isEmptyDirectory();
    }

    @Test
    void setsAFileWithABadSealAside() throws IOException {
        drop("m1", BODY, "bad");

        desk.look();

        assertThat(received.resolve("m1.json")).doesNotExist();
        assertThat(received.resolve("refused/m1.json")).hasBinaryContent(BODY);
        assertThat(in).isEmptyDirectory();
    }

    @Test
    void countsTheSameFileTwiceAndKeepsOne() throws IOException {
        drop("m1", BODY, "good");
        desk.look();
        drop("m1", BODY, "good");

        desk.look();

        assertThat(Files.readString(received.resolve("repeats.log"))).contains("m1");
        assertThat(received.resolve("refused")).doesNotExist();
    }

    @Test
    void setsOtherBytesUnderAKnownNameAside() throws IOException {
        drop("m1", BODY, "good");
        desk.look();
        drop("m1", "{}".getBytes(), "good");

        desk.look();

        assertThat(received.resolve("m1.json")).hasBinaryContent(BODY);
        assertThat(received.resolve("refused/m1.json")).exists();
    }

    @Test
    void waitsForASealAndLeavesDraftsAlone() throws IOException {
        Files.write(in.resolve("m1.json"), BODY);
        Files.write(in.resolve(".m2.json.part"), BODY);

        desk.look();

        assertThat(in.resolve("m1.json")).exists();
        assertThat(in.resolve(".m2.json.part")).exists();
    }

    @Test
    void finishesWhatABreakLeftHalfDone() throws IOException {
        drop("m1", BODY, "good");
        desk.look();
        Files.write(in.resolve("m1.json"), BODY);

        desk.look();

        assertThat(in).isEmptyDirectory();
    }

    private void drop(String id, byte[] body, String seal) throws IOException {
        Files.writeString(in.resolve(id + ".json.jws"), seal);
        Files.write(in.resolve(id + ".json"), body);
    }
}
