package nl.schakel.command;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** As whom the gateway is asked: who has a token of their own in the home is known by name. */
final class By {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "The person, with a token in config/operators (default: the home's own token).")
    private Optional<String> person = Optional.empty();

    OperatorApi api(Asked asked) throws IOException {
        return OperatorApi.of(asked.home(), person);
    }
}
