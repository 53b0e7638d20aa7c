package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Option;

/** Why somebody holds back, ends or lets go on. */
final class Why {
    static final String WORDS = "Why, in your own words: kept for the audit, in no trace and no log.";

    @Option(names = "--reason", required = true, paramLabel = "WORDS", description = WORDS)
    private String reason = "";

    JsonNode json() {
        return JsonNodeFactory.instance.objectNode().put("reason", reason);
    }
}
