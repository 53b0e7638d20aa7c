package nl.schakel.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** The folder in which one demo lives: its database, broker, keys, drop folders and what every partner received. */
public final class DemoHome implements AutoCloseable {
    /** By this file a folder is known to be ours to wipe. */
    static final String MARKER = ".schakel-demo-home";
    /** The database alone starts with 80 MB; below this it would stop in the middle of a demo. */
    static final long ROOM_BYTES = 200L * 1024 * 1024;

    private static final List<String> FOLDERS =
            List.of("config", "db", "broker", "pki", "drop", "received", "answers", "log");
    /** Two operators with a token of their own, because one person cannot be the second. */
    private static final List<String> PERSONS = List.of("anna", "bram");

    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final HomeLock lock;

    private DemoHome(Path folder, HomeLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the home for this process alone and makes what is missing in it.
     *
     * @param reset whether to start afresh; only a folder that is a demo home is emptied, all but its {@code config/}
     * @return the home, or {@code CONFIGURATION_INVALID}, {@code HOME_LOCKED}, {@code DISK_FULL},
     *     {@code DATABASE_FOREIGN}
     */
    public static Step<DemoHome> open(Path folder, boolean reset) throws IOException {
        return open(folder, reset, ROOM_BYTES);
    }

    static Step<DemoHome> open(Path folder, boolean reset, long roomBytes) throws IOException {
        Path home = folder.toAbsolutePath().normalize();
        if (!isOursToUse(home)) {
            return Step.stopped(Problem.at(ProblemCode.CONFIGURATION_INVALID, "--home " + home)
                    .seen("a folder with other things in it")
                    .expected("an empty or new folder, or a demo home made earlier"));
        }
        makeFolder(home);
        if (Files.getFileStore(home).getUsableSpace() < roomBytes) {
            return Step.stopped(Problem.at(ProblemCode.DISK_FULL, home.toString())
                    .expected("%d MB free".formatted(roomBytes >> 20)));
        }
        mark(home);
        return locked(home, reset);
    }

    private static Step<DemoHome> locked(Path home, boolean reset) throws IOException {
        Path file = home.resolve("run").resolve("lock");
        Optional<HomeLock> lock = HomeLock.take(file);
        if (lock.isEmpty()) {
            return Step.stopped(
                    Problem.at(ProblemCode.HOME_LOCKED, home.toString()).seen(holder(file)));
        }
        Optional<Problem> foreign = reset ? wipe(home) : Optional.empty();
        if (foreign.isPresent()) {
            lock.get().close();
            return Step.stopped(foreign.get());
        }
        furnish(home);
        return Step.next(new DemoHome(home, lock.get()));
    }

    private static Optional<Problem> wipe(Path home) throws IOException {
        // The lock is in run/, and what is in config/ somebody wrote by hand.
        Set<Path> stay = Set.of(home.resolve("run"), home.resolve("config"));
        Optional<Problem> foreign = new HomeReset(home, stay).wipe();
        mark(home);
        Files.deleteIfExists(home.resolve("run").resolve("operator.token"));
        Files.deleteIfExists(Doors.file(home));
        return foreign;
    }

    private static String holder(Path lockFile) throws IOException {
        String pid = Files.readString(lockFile, StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static boolean isOursToUse(Path home) throws IOException {
        if (!Files.exists(home) || Files.exists(home.resolve(MARKER))) {
            return true;
        }
        if (!Files.isDirectory(home)) {
            return false;
        }
        try (Stream<Path> children = Files.list(home)) {
            return children.allMatch(child -> child.endsWith("config") && Files.isDirectory(child));
        }
    }

    /** Makes the folders, keys and the operator's token that are missing; what is there stays. Takes no lock. */
    static void furnish(Path home) throws IOException {
        mark(home);
        for (String name : FOLDERS) {
            makeFolder(home.resolve(name));
        }
        for (Cast cast : Cast.values()) {
            if (!cast.isGateway()) {
                furnish(home, cast.id());
            }
        }
        DemoKeys.complete(home, Clock.systemUTC());
        token(home.resolve("run").resolve("operator.token"));
        makeFolder(home.resolve("config").resolve("operators"));
        for (String person : PERSONS) {
            token(home.resolve("config").resolve("operators").resolve(person + ".token"));
        }
        makeFolder(home.resolve("config").resolve("secrets"));
        token(caseSecret(home));
    }

    private static void token(Path file) throws IOException {
        if (!Files.exists(file)) {
            DurableFile.writeSecret(file, newToken());
        }
    }

    /** What the gateway and the municipality's case system both know; routes/partners/gemeente-demo.yaml names it. */
    static Path caseSecret(Path home) {
        return home.resolve("config").resolve("secrets").resolve("gemeente-demo-zaken");
    }

    private static void mark(Path home) throws IOException {
        makeFolder(home.resolve("run"));
        Files.writeString(
                home.resolve(MARKER), "A demo home of Schakel: synthetic data; --reset empties this folder.\n");
    }

    private static void furnish(Path home, PartnerId partner) throws IOException {
        makeFolder(home.resolve("drop").resolve(partner.value()).resolve("in"));
        makeFolder(home.resolve("drop").resolve(partner.value()).resolve("out"));
        makeFolder(home.resolve("received").resolve(partner.value()));
        makeFolder(home.resolve("answers").resolve(partner.value()));
    }

    static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static byte[] newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encode(random);
    }

    public Path folder() {
        return folder;
    }

    /** Tells the command line where the doors are. */
    public void announce(Doors doors) throws IOException {
        doors.write(folder);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(Doors.file(folder));
        lock.close();
    }
}
