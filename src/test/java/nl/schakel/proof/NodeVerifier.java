package nl.schakel.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code docs/verify/verify.mjs} as an outsider runs it; none where node, npm or openssl is missing. */
record NodeVerifier(Path folder) {
    private static final Path OURS = Path.of("docs", "verify");

    /** Installs {@code jose} by npm, once. */
    static Optional<NodeVerifier> install(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of("package.json", "verify.mjs")) {
            Files.copy(OURS.resolve(name), folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        boolean ready = run(folder, "openssl", "version").isPresent()
                && run(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock")
                        .isPresent();
        if (!ready) {
            System.out.println("SKIPPED the second verifier: node, npm's jose or openssl cannot be had here");
        }
        return ready ? Optional.of(new NodeVerifier(folder)) : Optional.empty();
    }

    /** The last line, such as {@code VALID}, and all lines before it. */
    String verdict(Path zip, Path anchor, Instant now) {
        List<String> command = List.of(
                "node",
                "verify.mjs",
                zip.toAbsolutePath().toString(),
                anchor.toAbsolutePath().toString(),
                now.toString());
        return run(folder, true, command.toArray(String[]::new)).orElse("");
    }

    private static Optional<String> run(Path folder, String... command) {
        return run(folder, false, command);
    }

    private static Optional<String> run(Path folder, boolean anyExit, String... command) {
        try {
            Path out = Files.createTempFile("verify", ".out");
            Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String said = Files.readString(out, StandardCharsets.UTF_8).strip();
            Files.delete(out);
            return anyExit || process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
