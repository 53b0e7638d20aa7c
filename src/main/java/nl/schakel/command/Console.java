package nl.schakel.command;

import java.io.PrintWriter;
import nl.schakel.referral.Problem;

/** Where a command prints: results to one side, the one sentence about trouble to the other. */
record Console(PrintWriter out, PrintWriter err) {

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints one sentence and returns the exit code, so that a command can end with it. */
    int fail(int exit, String sentence) {
        err.println(sentence.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        err.flush();
        return exit;
    }

    int refuse(Problem problem) {
        return fail(Exit.FINDING, problem.sentence());
    }
}
