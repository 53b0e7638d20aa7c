package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.Explanation;
import nl.schakel.translate.Specimens;
import nl.schakel.translate.Translator;
import nl.schakel.translate.hl7.Acknowledgement;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.tree.SourceMessage;

/** Runs one example and says where the outcome is not what its folder expects. */
final class ExampleRun {
    private static final String CREATED = "2026-04-10T11:00:00Z";
    private static final String ACKNOWLEDGEMENT = "ack";
    private static final String ACK_CONTROL_ID = "83330e9f1d6011114222";
    private static final Instant ANSWERED = Instant.parse("2026-04-10T11:00:01Z");
    private static final Json.Obj CTI_TEAM = Json.object()
            .with("id", "cti-team-demo")
            .with("role", "CTI")
            .with("purpose", "TRANSITION")
            .with("circle", "eindhoven-ontslag")
            .with("need", "care");

    private final Translator translator;
    private final Specimens specimens;
    private final Rehearsal rehearsal;

    ExampleRun(Translator translator, Rehearsal rehearsal) {
        this.translator = translator;
        this.specimens = new Specimens(translator);
        this.rehearsal = rehearsal;
    }

    List<Difference> differences(Example example) {
        List<Difference> all = new ArrayList<>();
        example.input()
                .ifPresent(input -> all.addAll(Difference.between(expectation(example), outcome(example, input))));
        ExpectedOutput.in(example.folder())
                .forEach(expected -> all.addAll(expected.differences(output(example, expected.by()))));
        return all;
    }

    /** Makes the outcome the expectation, where it differs; an output is written anew where its file is. */
    void write(Example example) {
        try {
            if (example.input().isPresent()) {
                writeMessage(example, outcome(example, example.input().get()));
            }
            for (ExpectedOutput expected : ExpectedOutput.in(example.folder())) {
                Step<byte[]> outcome = output(example, expected.by());
                if (!expected.differences(outcome).isEmpty()) {
                    expected.write(outcome);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeMessage(Example example, JsonNode outcome) throws IOException {
        boolean read = outcome.has("envelope");
        Path other = example.folder().resolve(read ? "expected-problem.json" : "canonical.json");
        boolean same = !Files.exists(other)
                && Difference.between(expectation(example), outcome).isEmpty();
        if (!same) {
            Files.deleteIfExists(other);
            Files.writeString(
                    example.folder().resolve(read ? "canonical.json" : "expected-problem.json"),
                    Pretty.json(outcome) + "\n");
        }
    }

    private static JsonNode expectation(Example example) {
        return example.canonical().or(example::problem).orElse(empty());
    }

    private static JsonNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private JsonNode outcome(Example example, Path input) {
        return read(example, input).fold(explained -> Pretty.tree(explained.tree()), ExampleRun::problem);
    }

    /** By its own family; a system that only receives has its examples in a sender's form. */
    Step<Explanation<TranslatedReferral>> read(Example example, Path input) {
        Step<Explanation<TranslatedReferral>> own = translator.explain(source(example, input, example.family()));
        boolean isRead = own instanceof Step.Next;
        return isRead || example.canonical().isEmpty()
                ? own
                : asOthersSend(example, input).orElse(own);
    }

    private Optional<Step<Explanation<TranslatedReferral>>> asOthersSend(Example example, Path input) {
        return translator.families().stream()
                .map(family -> translator.explain(source(example, input, family)))
                .filter(Step.Next.class::isInstance)
                .findFirst();
    }

    /** What only the door knows is taken from the expectation, where it shows. */
    private SourceMessage source(Example example, Path input, String family) {
        JsonNode envelope = example.canonical().orElse(empty()).path("envelope");
        byte[] bytes = Example.bytes(input);
        return new SourceMessage(
                sender(example).orElse(new PartnerId("example")),
                Role.GGZ,
                family,
                Content.mediaType(input, bytes),
                Optional.empty(),
                bytes,
                Map.of(
                        "operation", "$process-message",
                        "messageId", envelope.path("messageId").asText("req-1"),
                        "receivedAt", envelope.path("created").asText(CREATED)));
    }

    static ObjectNode problem(Problem problem) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("code", problem.code().name());
        problem.place().ifPresent(place -> node.put("place", place));
        problem.seen().ifPresent(seen -> node.put("seen", seen));
        return node;
    }

    /** By a partner of the directory, by a mapping of the example's own family, or as the answer at the door. */
    private Step<byte[]> output(Example example, String by) {
        if (by.equals(ACKNOWLEDGEMENT)) {
            return message(example).then(input -> Step.next(acknowledged(example, input)));
        }
        PartnerId partner = new PartnerId(by);
        return rehearsal.knows(partner)
                ? message(example).then(input -> released(example, input, partner))
                : specimen(example, specimens.named(example.family(), by));
    }

    private static Step<Path> message(Example example) {
        return example.input()
                .map(Step::next)
                .orElseGet(() -> Step.stopped(
                        Problem.of(ProblemCode.REQUIRED_MISSING).expected("a file input.* in " + example.name())));
    }

    /** What the door says at once: to a message that only waits for codes, that it was taken. */
    private byte[] acknowledged(Example example, Path input) {
        byte[] original = Example.bytes(input);
        return read(example, input)
                .fold(
                        taken -> Acknowledgement.accepted(
                                original, ACK_CONTROL_ID, ANSWERED, Optional.of(new ReferralReference(2026, 1))),
                        problem -> problem.gaps().isEmpty()
                                ? Acknowledgement.refused(original, ACK_CONTROL_ID, ANSWERED, problem)
                                : Acknowledgement.accepted(original, ACK_CONTROL_ID, ANSWERED, Optional.empty()));
    }

    private Step<byte[]> released(Example example, Path input, PartnerId receiver) {
        byte[] bytes = Example.bytes(input);
        return sender(example)
                .map(sender -> rehearsal
                        .read(sender, Content.mediaType(input, bytes), bytes)
                        .then(read -> rehearsal.release(read, receiver))
                        .map(released -> released.explained().result().bytes()))
                .orElseGet(() -> Step.stopped(
                        Problem.of(ProblemCode.SENDER_UNKNOWN).expected("a partner that sends " + example.family())));
    }

    private Step<byte[]> specimen(Example example, String mapping) {
        return specimens.tells(mapping)
                ? tree(example.notice().orElse(empty()))
                        .then(told -> specimens.status(
                                told, example.input().map(input -> source(example, input, example.family())), mapping))
                : message(example)
                        .then(input -> read(example, input))
                        .then(read -> example.receiver()
                                .map(ExampleRun::tree)
                                .orElse(Step.next(CTI_TEAM))
                                .then(receiver -> specimens.release(read.result(), receiver, mapping)));
    }

    private static Step<Json.Obj> tree(JsonNode node) {
        return StrictJson.readObject(Pretty.json(node).getBytes(StandardCharsets.UTF_8));
    }

    private Optional<PartnerId> sender(Example example) {
        String named = example.canonical()
                .map(canonical -> canonical.path("envelope").path("sender").asText(""))
                .orElse("");
        return PartnerId.isWellFormed(named) ? Optional.of(new PartnerId(named)) : rehearsal.sender(example.family());
    }
}
