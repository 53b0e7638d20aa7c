package nl.schakel.command;

import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Option;

/** Which part of the backlog is meant. */
final class Chosen {
    @Option(names = "--partner", paramLabel = "ID", description = "Only what is for this partner.")
    private Optional<String> partner = Optional.empty();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "Only what is parked for this reason, such as SCH-6004.")
    private Optional<String> code = Optional.empty();

    @Option(names = "--referral", paramLabel = "REF", description = "Only what belongs to this referral.")
    private Optional<String> reference = Optional.empty();

    Optional<String> partner() {
        return partner;
    }

    Optional<String> code() {
        return code;
    }

    Optional<String> reference() {
        return reference;
    }

    boolean isAll() {
        return partner.isEmpty() && code.isEmpty() && reference.isEmpty();
    }

    /**
     * The same for the API; identifiers of ours alone, never a person's.
     *
     * @param beside what the question says besides, as {@code name=value}
     */
    String query(String beside) {
        StringJoiner query = new StringJoiner("&", "?", "");
        query.add(beside);
        partner.ifPresent(id -> query.add("partner=" + encoded(id)));
        code.ifPresent(id -> query.add("code=" + encoded(id)));
        reference.ifPresent(id -> query.add("reference=" + encoded(id)));
        return query.toString();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
