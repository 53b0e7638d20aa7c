package nl.schakel.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Links referrals of one family. */
@Command(
        name = "link",
        description = {
            "Links clients who are one family, by one referral of each. From then on what one of them hides is hidden of",
            "all who may be at the same place; nothing is opened. A second person confirms it: schakel family confirm."
        },
        footer = "Example: schakel family link V-2026-00001-8 V-2026-00002-6 --by anna")
final class FamilyLinkCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(
            arity = "2..*",
            paramLabel = "REF",
            description = "References such as V-2026-00001-8, of each member one.")
    private List<String> references = List.of();

    @Option(names = "--by", paramLabel = "NAME", description = "The person, with a token in config/operators.")
    private Optional<String> person = Optional.empty();

    private final Console console;

    FamilyLinkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode wish = JSON.createObjectNode();
        references.forEach(wish.putArray("references")::add);
        OperatorApi.Reply reply = OperatorApi.of(asked.home(), person).post("/api/v1/families", wish);
        return reply.isGood() ? FamilyCommand.print(reply.body(), asked.json(), console) : reply.fail(console);
    }
}
