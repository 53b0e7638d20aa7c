package nl.schakel.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Who may use the API: the holder of the home's own token, and persons with a token of their own in a file {@code
 * <name>.token}. Only persons can be a second person.
 */
final class Operators {
    /** Whoever holds the home's own token. */
    static final String OPERATOR = "operator";
    /** Under this name a request knows its operator. */
    static final String ATTRIBUTE = "nl.schakel.operator";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final String ENDING = ".token";

    private final Map<String, OperatorToken> tokens;

    private Operators(Map<String, OperatorToken> tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads all tokens; the home's own is made when there is none yet.
     *
     * @param own file of the home's own token
     * @param persons folder with one file per person; need not be there
     */
    static Operators from(Path own, Path persons) {
        Map<String, OperatorToken> tokens = new LinkedHashMap<>();
        tokens.put(OPERATOR, OperatorToken.from(own));
        if (Files.isDirectory(persons)) {
            try (Stream<Path> files = Files.list(persons)) {
                files.sorted()
                        .forEach(file -> name(file).ifPresent(name -> tokens.put(name, OperatorToken.from(file))));
            } catch (IOException trouble) {
                throw new UncheckedIOException("Cannot read the operators' tokens", trouble);
            }
        }
        return new Operators(tokens);
    }

    private static Optional<String> name(Path file) {
        String text = file.getFileName().toString();
        String name = text.endsWith(ENDING) ? text.substring(0, text.length() - ENDING.length()) : "";
        return NAME.matcher(name).matches() && !name.equals(OPERATOR) ? Optional.of(name) : Optional.empty();
    }

    /** Whether this operator is a person with a token of their own. */
    static boolean isPerson(String operator) {
        return !operator.equals(OPERATOR);
    }

    /** Goes on for a person alone. */
    static Step<String> person(String operator) {
        return isPerson(operator)
                ? Step.next(operator)
                : Step.stopped(
                        Problem.of(ProblemCode.RIGHT_MISSING).expected("the token of a person, not the home's own"));
    }

    /** Whose token this is. Every token is compared, so that the time tells nothing. */
    Optional<String> holder(String authorization) {
        Optional<String> holder = Optional.empty();
        for (Map.Entry<String, OperatorToken> one : tokens.entrySet()) {
            if (one.getValue().matches(authorization)) {
                holder = Optional.of(one.getKey());
            }
        }
        return holder;
    }
}
