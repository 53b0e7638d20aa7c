package nl.schakel.journal.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The data folder: made once, with checksums, and with a password that only this machine's owner can read. */
final class Cluster {
    static final String USER = "schakel";

    private final Path folder;
    private final Path data;

    Cluster(Path folder) {
        this.folder = folder;
        this.data = folder.resolve("data");
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return data;
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    boolean exists() {
        return Files.exists(data.resolve("PG_VERSION")) && Files.exists(passwordFile());
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    /** Makes the folder beside its place and moves it there when it is whole. */
    void create(Path binaries, RunAs user) throws IOException {
        Path fresh = folder.resolve("data.new");
        if (Files.exists(fresh)) {
            Folders.delete(fresh);
        }
        Files.createDirectory(fresh);
        Folders.permit(fresh, "rwx------");
        Folders.give(fresh, user.owner());
        Path secret = writeSecret(user);
        initialise(binaries, user, fresh, secret);
        Folders.give(secret, Files.getOwner(folder));
        Files.move(secret, passwordFile(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, data);
    }

    private Path writeSecret(RunAs user) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path secret = folder.resolve("password.new");
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixPermissions.OWNER_ONLY);
        Files.writeString(secret, HexFormat.of().formatHex(random));
        Folders.give(secret, user.owner());
        return secret;
    }

    private static void initialise(Path binaries, RunAs user, Path data, Path secret) throws IOException {
        Process initdb = user.command(List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + USER,
                        "--pwfile=" + secret,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums",
                        "--no-instructions"))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!initdb.waitFor(60, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                throw new IOException("initdb failed: " + lastLine(said));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the database folder was made", interrupted);
        }
    }

    private static String lastLine(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.isEmpty() ? "no reason given" : lines.get(lines.size() - 1);
    }
}
