package nl.schakel.channel;

import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * The form of a partner's parameter. A template puts it into an address, so that a question mark, a brace or an
 * ampersand in it would be an option of a component, and a dot-dot another folder.
 */
final class ParameterForm {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/_.$-]{0,200}");
    /** Homes of people: letters of any script, and spaces. */
    private static final Pattern FOLDER = Pattern.compile("/[\\p{L}\\p{N}/_. +@=~,-]{0,1000}");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final Pattern MAILBOX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}@[a-z0-9][a-z0-9.-]{0,189}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@-]{0,63}");
    private static final Pattern DIRECTORY = Pattern.compile("/[A-Za-z0-9/_.-]{0,200}[A-Za-z0-9]");

    /** Names of queues. */
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final int PORTS = 65_535;

    private ParameterForm() {}

    static Optional<Problem> problem(String name, String value) {
        return switch (name) {
            case "user", "sender", "recipient" ->
                unless(MAILBOX.matcher(value).matches(), name, "a mail address in lower case");
            case "account" -> unless(ACCOUNT.matcher(value).matches(), name, "an account of a-z, 0-9, . _ @ -");
            case "hostkey" ->
                unless(
                        HostKeys.FORM.matcher(value).matches(),
                        name,
                        "ED25519, ECDSA or RSA and a fingerprint (SHA256:...) as ssh-keygen -l prints them");
            case "directory" -> unless(path(DIRECTORY, value), name, "an absolute path of a-z, 0-9, / _ . -");
            case "host", "verifier" -> unless(HOST.matcher(value).matches(), name, "a host name or address");
            case "port" -> unless(number(value, PORTS), name, "a port from 1 to 65535");
            case "connections" -> unless(number(value, 64), name, "a number from 1 to 64");
            case "path", "documents" -> unless(path(PATH, value), name, "a path of a-z, 0-9, / _ . $ -");
            case "queue", "replies", "refused" ->
                unless(QUEUE.matcher(value).matches(), name, "a name of a-z, 0-9 and . _ -");
            case "folder" ->
                unless(
                        path(FOLDER, value),
                        name,
                        "an absolute folder of letters, digits, spaces and / _ . + @ = ~ , - without ..");
            default -> unless(WORD.matcher(value).matches(), name, "a word of a-z, 0-9 and -");
        };
    }

    private static boolean path(Pattern form, String value) {
        return form.matcher(value).matches() && !value.contains("..") && !value.contains("//");
    }

    private static boolean number(String value, int most) {
        return NUMBER.matcher(value).matches() && Integer.parseInt(value) <= most;
    }

    private static Optional<Problem> unless(boolean good, String name, String expected) {
        return good
                ? Optional.empty()
                : Optional.of(Problem.at(ProblemCode.CONFIGURATION_INVALID, "parameters." + name)
                        .expected(expected));
    }
}
