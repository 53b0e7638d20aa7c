package nl.schakel.journal.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL on a folder: {@code data}, {@code password}, {@code postgres.log} and, unless they are elsewhere,
 * its programs. The caller holds a lock on the folder; then whatever still runs there is taken down first.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "schakel";
    /** Another process may take the port between our look and the server's. */
    private static final int PORT_TRIES = 3;

    private final Guard guard;
    private final String password;

    private EmbeddedPostgres(Guard guard, String password) {
        this.guard = guard;
        this.password = password;
    }

    /**
     * Starts it.
     *
     * @param folder where the data is or will be; {@code HOME/db}
     * @param programs where the programs are or will be unpacked; several databases may share it
     * @throws DatabaseRefused when a process that is not ours uses the folder, or the programs have no place
     * @throws UncheckedIOException when it cannot be made or started
     */
    public static EmbeddedPostgres start(Path folder, Path programs) {
        try {
            return startIn(
                    folder.toAbsolutePath().normalize(),
                    programs.toAbsolutePath().normalize());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    private static EmbeddedPostgres startIn(Path folder, Path programs) throws IOException {
        long began = System.nanoTime();
        Files.createDirectories(folder);
        Path binaries = unpacked(programs);
        Cluster cluster = new Cluster(folder.toRealPath());
        if (cluster.exists()) {
            new Leftovers(cluster.data()).takeDown();
        }
        Folders.permit(folder, "rwx--x--x");
        RunAs user = RunAs.whoCanReach(cluster.folder(), binaries);
        if (!cluster.exists()) {
            cluster.create(binaries, user);
        }
        Folders.give(cluster.data(), user.owner());
        Postmaster postmaster = startOnFreePort(binaries, user, cluster);
        Guard guard = new Guard(postmaster, () -> again(binaries, user, cluster, postmaster.port()));
        EmbeddedPostgres started = new EmbeddedPostgres(guard, cluster.password());
        started.createDatabase();
        LOG.info("PostgreSQL ready on port {} after {} ms", postmaster.port(), (System.nanoTime() - began) / 1_000_000);
        return started;
    }

    private static Path unpacked(Path programs) throws IOException {
        try {
            return Binaries.below(programs).toRealPath();
        } catch (FileSystemException unusable) {
            throw new DatabaseRefused(Problem.at(ProblemCode.CONFIGURATION_INVALID, "schakel.journal.programs")
                    .seen(programs + ", where the database's programs cannot be unpacked")
                    .expected("a folder that may be written, with 60 MB free"));
        }
    }

    /** On the same port, so that whoever knows the address need not learn another. */
    private static Postmaster again(Path binaries, RunAs user, Cluster cluster, int port) throws IOException {
        new Leftovers(cluster.data()).takeDown();
        return Postmaster.start(binaries, user, cluster, port);
    }

    /** From now on a server that dies is started again by itself; until then nothing can be accepted. */
    public EmbeddedPostgres keptAlive() {
        guard.watch();
        return this;
    }

    private static Postmaster startOnFreePort(Path binaries, RunAs user, Cluster cluster) throws IOException {
        IOException last = new IOException("PostgreSQL was not started");
        for (int i = 0; i < PORT_TRIES; i++) {
            try {
                return Postmaster.start(binaries, user, cluster, freePort());
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw last;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void createDatabase() throws IOException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), user(), password);
                Statement statement = connection.createStatement()) {
            String known = "select 1 from pg_database where datname = '" + DATABASE + "'";
            boolean there;
            try (ResultSet rows = statement.executeQuery(known)) {
                there = rows.next();
            }
            if (!there) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException failed) {
            guard.stop();
            throw new IOException("PostgreSQL started but cannot be used: " + failed.getSQLState(), failed);
        }
    }

    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    public String user() {
        return Cluster.USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return guard.current().port();
    }

    /** The server process that runs now, for those who watch it. */
    public ProcessHandle process() {
        return guard.current().handle();
    }

    @Override
    public void close() {
        try {
            guard.stop();
        } catch (IOException failed) {
            LOG.warn("PostgreSQL could not be stopped; the next start takes it down");
        }
    }

    @Override
    public String toString() {
        return "EmbeddedPostgres[port=" + port() + "]";
    }
}
