package nl.schakel.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.jspecify.annotations.Nullable;

/** Empties a demo home whose lock we hold; links are removed, never followed. */
final class HomeReset {
    private static final int ORPHAN_SECONDS = 10;

    private final Path home;
    private final Set<Path> keep;

    /**
     * @param keep folders that stay
     */
    HomeReset(Path home, Set<Path> keep) {
        this.home = home;
        this.keep = keep;
    }

    /** Empty when all is gone; a problem when a foreign process works on the database. */
    Optional<Problem> wipe() throws IOException {
        for (Path postmaster : postmasters()) {
            if (!ended(postmaster)) {
                return Optional.of(Problem.at(ProblemCode.DATABASE_FOREIGN, postmaster.toString()));
            }
        }
        try (Stream<Path> children = Files.list(home)) {
            for (Path child : children.filter(path -> !keep.contains(path)).toList()) {
                delete(child);
            }
        }
        return Optional.empty();
    }

    private List<Path> postmasters() throws IOException {
        Path database = home.resolve("db");
        if (!Files.isDirectory(database)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(database, 2)) {
            return files.filter(file -> file.endsWith("postmaster.pid")).toList();
        }
    }

    /** A database that outlived its killed gateway is ours to end: nobody else can hold this home now. */
    private boolean ended(Path postmaster) throws IOException {
        Optional<ProcessHandle> alive = firstLine(postmaster)
                .filter(line -> line.matches("\\d{1,9}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                .filter(ProcessHandle::isAlive);
        if (alive.isEmpty()) {
            return true;
        }
        return worksIn(alive.get(), postmaster.resolveSibling("")) && end(alive.get());
    }

    private static Optional<String> firstLine(Path file) throws IOException {
        return Files.readAllLines(file).stream().findFirst().map(String::strip);
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        Path work = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.isSameFile(work, folder);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(ORPHAN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException still) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException trouble) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
