package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of {@link DurableReceiptIT} on traces of which the outcome is plain. */
class SyncTraceTest {
    private static final String WRITE =
            "70    pwrite64(5</db/data/pg_wal/0000>, \"\\0\\21CRASH-7-0C\\1\", 8192, 16384) = 8192\n";
    private static final String SYNC = "70    fdatasync(5</db/data/pg_wal/0000>) = 0\n";
    private static final String ANSWER =
            "90    write(44<socket:[1]>, \"\\vMSH|^~\\\\&|GW\\rMSA|AA|CRASH-7-0\\r\\34\\r\", 60) = 60\n";

    @TempDir
    Path folder;

    private SyncTrace of(String trace) throws IOException {
        return SyncTrace.of(Files.writeString(folder.resolve("trace"), trace));
    }

    @Test
    void anAnswerAfterTheSyncIsInTime() throws IOException {
        SyncTrace trace = of(WRITE + SYNC + ANSWER);
        assertThat(trace.answered()).containsExactly("CRASH-7-0");
        assertThat(trace.early()).isEmpty();
        assertThat(trace.syncs()).isOne();
    }

    @Test
    void anAnswerWithoutASyncIsEarly() throws IOException {
        assertThat(of(WRITE + ANSWER + SYNC).early()).containsExactly("CRASH-7-0");
        assertThat(of(ANSWER).early()).containsExactly("CRASH-7-0");
    }

    /** Another process's sync does not cover what was written after it began. */
    @Test
    void aSyncThatBeganBeforeTheWriteCoversNothing() throws IOException {
        assertThat(of("71    fdatasync(5</db/data/pg_wal/0000> <unfinished ...>\n" + WRITE
                                + "71    <... fdatasync resumed>) = 0\n" + ANSWER)
                        .early())
                .containsExactly("CRASH-7-0");
    }

    @Test
    void aSyncThatHasNotEndedCoversNothing() throws IOException {
        String begins = "71    fdatasync(5</db/data/pg_wal/0000> <unfinished ...>\n";
        String ends = "71    <... fdatasync resumed>) = 0\n";
        assertThat(of(WRITE + begins + ANSWER + ends).early()).containsExactly("CRASH-7-0");
        assertThat(of(WRITE + begins + ends + ANSWER).early()).isEmpty();
    }

    @Test
    void aSyncThatFailedOrWasOfAnotherFileCoversNothing() throws IOException {
        assertThat(of(WRITE + "70    fdatasync(5</db/data/pg_wal/0000>) = -1 EIO (Input/output error) (INJECTED)\n"
                                + ANSWER)
                        .early())
                .containsExactly("CRASH-7-0");
        assertThat(of(WRITE + "70    fdatasync(5</db/data/base/16384/2619>) = 0\n" + ANSWER)
                        .early())
                .containsExactly("CRASH-7-0");
    }

    /** The gateway hands the same answer to the database, to be kept: that is no answer to the sender. */
    @Test
    void whatTheDatabaseIsGivenIsNoAnswer() throws IOException {
        assertThat(of("90    write(31<socket:[2]>, \"B\\0\\0MSH|^~\\\\&|GW\\rMSA|AA|CRASH-7-0\\r\", 60) = 60\n")
                        .answered())
                .isEmpty();
    }
}
