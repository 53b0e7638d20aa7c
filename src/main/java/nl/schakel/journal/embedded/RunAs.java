package nl.schakel.journal.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL runs; it refuses to be root. An ordinary user runs it as they are. Root runs it as {@code nobody};
 * where that user cannot reach the folders (a home below {@code /root}), in a user namespace without any capability.
 *
 * @param prefix what stands before a command
 * @param owner whose the data folder must be
 */
record RunAs(List<String> prefix, UserPrincipal owner) {
    private static final String UNPRIVILEGED = "nobody";

    /** Finds out what works here for these folders. */
    static RunAs whoCanReach(Path folder, Path binaries) throws IOException {
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
        if (!self.getName().equals("root")) {
            return new RunAs(List.of(), self);
        }
        for (RunAs candidate : List.of(nobody(), namespace(self))) {
            if (candidate.reaches(folder) && candidate.reaches(binaries)) {
                return candidate;
            }
        }
        throw new IOException("Neither setpriv nor unshare lets PostgreSQL run without root's rights here");
    }

    private static RunAs nobody() throws IOException {
        UserPrincipal owner =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
        return new RunAs(
                List.of(
                        "setpriv",
                        "--reuid=" + UNPRIVILEGED,
                        "--regid=65534",
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--no-new-privs"),
                owner);
    }

    private static RunAs namespace(UserPrincipal self) {
        return new RunAs(List.of("unshare", "--user"), self);
    }

    private boolean reaches(Path folder) {
        try {
            Process test = command(List.of("test", "-x", folder.toString())).start();
            return test.waitFor(5, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The command in a session of its own, so that Ctrl-C in the terminal reaches us alone and we stop the database when
     * our workers have stopped.
     */
    ProcessBuilder command(List<String> words) {
        List<String> whole = new ArrayList<>();
        whole.add("setsid");
        whole.addAll(prefix);
        whole.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(whole);
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path + ":/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
