package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.demo.PartnerVoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks, as a demo partner would, what there was for it. */
@Command(
        name = "events",
        description = {
            "Lists, the way that partner would, what there was for it by number (GET /fhir/$events), the first hundred of it;",
            "with --again has those that stand still tried again."
        },
        footer = "Example: schakel events --as opvang-demo --since 12")
final class EventsCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    @Option(
            names = "--as",
            required = true,
            paramLabel = "PARTNER",
            description = "The partner id, such as opvang-demo.")
    private String partner = "";

    @Option(names = "--since", paramLabel = "NUMBER", description = "From this number on (default: 1).")
    private long since = 1;

    @Option(names = "--until", paramLabel = "NUMBER", description = "Up to this number (default: the last).")
    private Optional<Long> until = Optional.empty();

    @Option(
            names = "--again",
            description = "Has what stands still from --since to --until (default: that one alone) tried again.")
    private boolean again;

    private final Console console;

    EventsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return new AsPartner(asked.home(), console).speak(partner, this::ask);
    }

    private int ask(PartnerVoice voice) throws IOException {
        try {
            String range = "?eventsSinceNumber=" + since
                    + until.map(last -> "&eventsUntilNumber=" + last).orElse("");
            PartnerVoice.Answer listed = voice.read("/fhir/$events" + range);
            if (!again || !listed.isGood()) {
                return print(listed, this::table);
            }
            String own = status(listed)
                    .path("parameter")
                    .get(0)
                    .at("/valueReference/reference")
                    .asText();
            String id = own.substring(own.lastIndexOf('/') + 1);
            return print(voice.ask("/fhir/Subscription/" + id + "/$resend" + range), this::words);
        } catch (ConnectException | HttpTimeoutException silent) {
            throw new Unreachable("the doors of " + asked.home(), silent);
        }
    }

    /** Prints a good answer. */
    @FunctionalInterface
    private interface Printing {
        void of(PartnerVoice.Answer answer) throws IOException;
    }

    private int print(PartnerVoice.Answer answer, Printing good) throws IOException {
        Verdict verdict = Verdict.ofFhir(answer);
        if (asked.json()) {
            console.line(answer.text());
        } else if (answer.isGood()) {
            good.of(answer);
        } else {
            console.line(verdict.facts().getOrDefault("reason", ""));
        }
        return verdict.exit();
    }

    private void words(PartnerVoice.Answer answer) throws IOException {
        JsonNode issue = new ObjectMapper().readTree(answer.body()).at("/issue/0");
        console.line(issue.at("/details/text").asText() + " "
                + issue.path("diagnostics").asText());
    }

    private static JsonNode status(PartnerVoice.Answer answer) throws IOException {
        return new ObjectMapper().readTree(answer.body()).at("/entry/0/resource");
    }

    private void table(PartnerVoice.Answer answer) throws IOException {
        Table table = new Table("NUMBER", "SINCE", "STATE", "REFERRAL", "MESSAGE");
        String last = "";
        for (JsonNode parameter : status(answer).path("parameter")) {
            if (parameter.path("name").asText().equals("notification-event")) {
                table.row(
                        value(parameter, "event-number"),
                        value(parameter, "timestamp"),
                        value(parameter, "delivery-state"),
                        value(parameter, "focus"),
                        value(parameter, "message-id"));
            } else if (parameter.path("name").asText().equals("events-since-subscription-start")) {
                last = parameter.path("valueString").asText();
            }
        }
        table.lines().forEach(console::line);
        console.line("Last number: " + last);
    }

    private static String value(JsonNode event, String name) {
        for (JsonNode part : event.path("part")) {
            if (part.path("name").asText().equals(name)) {
                return name.equals("focus")
                        ? part.at("/valueReference/identifier/value").asText()
                        : part.path("valueString")
                                .asText(part.path("valueCode")
                                        .asText(part.path("valueInstant").asText()));
            }
        }
        return "";
    }
}
