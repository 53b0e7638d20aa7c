package nl.schakel.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    private static final Path PROGRAMS = Path.of("target", "postgres");

    @TempDir
    Path home;

    private Process stranger;

    @AfterEach
    void endStranger() {
        if (stranger != null) {
            stranger.destroyForcibly();
        }
    }

    @Test
    void keepsWhatWasCommittedFromStartToStart() throws Exception {
        try (EmbeddedPostgres first = start()) {
            execute(first, "create table kept (n integer)");
        }
        try (EmbeddedPostgres second = start()) {
            execute(second, "select n from kept");
        }
    }

    @Test
    void promisesDurableCommitsWithChecksums() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "full_page_writes")).isEqualTo("on");
            assertThat(setting(postgres, "data_checksums")).isEqualTo("on");
            assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
            assertThat(home.resolve("db/password"))
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
            assertThat(postgres.toString()).doesNotContain(postgres.password());
        }
    }

    @Test
    void endsWithTheProductInTime() {
        EmbeddedPostgres postgres = start();
        long began = System.nanoTime();
        postgres.close();
        assertThat(postgres.process().isAlive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void takesDownWhatAnEarlierRunLeftBehind() throws Exception {
        EmbeddedPostgres left = start();
        execute(left, "create table kept (n integer)");
        try (EmbeddedPostgres next = start()) {
            assertThat(left.process().isAlive()).isFalse();
            execute(next, "select n from kept");
        }
    }

    @Test
    void startsAgainWhenOnlyThePostmasterWasKilled() throws Exception {
        EmbeddedPostgres killed = start();
        execute(killed, "create table kept (n integer)");
        try (Connection busy = connect(killed);
                var statement = busy.createStatement()) {
            statement.execute("select 1");
            killed.process().destroyForcibly();
            killed.process().onExit().get();
            try (EmbeddedPostgres next = start()) {
                execute(next, "select n from kept");
            }
        }
    }

    @Test
    void comesBackOnTheSamePortWhenItIsKilledUnderAProductThatLives() throws Exception {
        try (EmbeddedPostgres postgres = start().keptAlive()) {
            execute(postgres, "create table kept (n integer)");
            long killed = postgres.process().pid();
            try (Connection busy = connect(postgres);
                    var statement = busy.createStatement()) {
                statement.execute("select 1");
                postgres.process().destroyForcibly();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> postgres.process().pid() != killed);
            }
            execute(postgres, "select n from kept");
        }
    }

    @Test
    void staysDownWhenItsProductEnded() throws Exception {
        EmbeddedPostgres postgres = start().keptAlive();
        postgres.close();
        assertThat(postgres.process().isAlive()).isFalse();
        assertThat(home.resolve("db/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesAFolderThatAForeignProcessHolds() throws Exception {
        start().close();
        stranger = new ProcessBuilder("sleep", "600").start();
        writeLockFile(stranger.pid(), Instant.now());
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("SCH-9005")
                .hasMessageContaining(Long.toString(stranger.pid()));
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void refusesAFolderThatAForeignProcessWorksIn() throws Exception {
        start().close();
        stranger = new ProcessBuilder("sleep", "600")
                .directory(home.resolve("db/data").toFile())
                .start();
        assertThatThrownBy(this::start).isInstanceOf(DatabaseRefused.class).hasMessageContaining("SCH-9005");
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void namesTheSettingWhenItsProgramsHaveNoPlace() throws Exception {
        Path inTheWay = Files.writeString(home.resolve("file"), "no folder");
        assertThatThrownBy(() -> EmbeddedPostgres.start(home.resolve("db"), inTheWay.resolve("programs")))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContainingAll("SCH-9007", "schakel.journal.programs", inTheWay.toString());
        assertThat(home.resolve("db/data")).doesNotExist();
    }

    @Test
    void startsWhenTheNumberOfAnOldServerIsAnotherProcessNow() throws Exception {
        start().close();
        stranger = new ProcessBuilder("sleep", "600").start();
        writeLockFile(stranger.pid(), Instant.now().minusSeconds(3_600));
        start().close();
        assertThat(stranger.isAlive()).isTrue();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(home.resolve("db"), PROGRAMS);
    }

    private void writeLockFile(long pid, Instant started) throws IOException {
        Files.writeString(
                home.resolve("db/data/postmaster.pid"),
                pid + "\n" + home.resolve("db/data") + "\n" + started.getEpochSecond() + "\n5432\n\n127.0.0.1\n");
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
