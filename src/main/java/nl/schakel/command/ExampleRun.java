package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.Explanation;
import nl.schakel.translate.Translator;
import nl.schakel.translate.tree.SourceMessage;

/** Runs one example and says where the outcome is not what its folder expects. */
final class ExampleRun {
    private static final String CREATED = "2026-04-10T11:00:00Z";

    private final Translator translator;
    private final Rehearsal rehearsal;

    ExampleRun(Translator translator, Rehearsal rehearsal) {
        this.translator = translator;
        this.rehearsal = rehearsal;
    }

    List<Difference> differences(Example example) {
        List<Difference> all = new ArrayList<>(
                Difference.between(example.canonical().or(example::problem).orElse(empty()), outcome(example)));
        outputs(example).forEach(output -> all.addAll(output(example, output)));
        return all;
    }

    /** Makes the outcome the expectation; an output is written anew where its file is. */
    void write(Example example) {
        try {
            JsonNode outcome = outcome(example);
            boolean read = outcome.has("envelope");
            Files.deleteIfExists(example.folder().resolve(read ? "expected-problem.json" : "canonical.json"));
            Files.writeString(
                    example.folder().resolve(read ? "canonical.json" : "expected-problem.json"),
                    Pretty.json(outcome) + "\n");
            for (Path file : outputs(example)) {
                Step<Rehearsal.Released> released = released(example, file);
                if (released instanceof Step.Next<Rehearsal.Released> next) {
                    Files.write(file, bytes(next.value()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Rehearsal.Released released) {
        var document = released.explained().result();
        return document.mediaType().endsWith("json")
                ? (Pretty.text(document.bytes(), document.mediaType()) + "\n").getBytes(StandardCharsets.UTF_8)
                : document.bytes();
    }

    private static JsonNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private JsonNode outcome(Example example) {
        return read(example).fold(explained -> Pretty.tree(explained.tree()), ExampleRun::problem);
    }

    /** By its own family; a system that only receives has its examples in a sender's form. */
    private Step<Explanation<TranslatedReferral>> read(Example example) {
        Step<Explanation<TranslatedReferral>> own = translator.explain(source(example, example.family()));
        boolean isRead = own instanceof Step.Next;
        return isRead || example.canonical().isEmpty()
                ? own
                : asOthersSend(example).orElse(own);
    }

    private Optional<Step<Explanation<TranslatedReferral>>> asOthersSend(Example example) {
        return translator.families().stream()
                .map(family -> translator.explain(source(example, family)))
                .filter(Step.Next.class::isInstance)
                .findFirst();
    }

    /** What only the door knows is taken from the expectation, where it shows. */
    private static SourceMessage source(Example example, String family) {
        JsonNode envelope = example.canonical().orElse(empty()).path("envelope");
        byte[] bytes = example.bytes();
        return new SourceMessage(
                new PartnerId(envelope.path("sender").asText("example")),
                Role.GGZ,
                family,
                Content.mediaType(example.input(), bytes),
                Optional.empty(),
                bytes,
                Map.of(
                        "operation", "$process-message",
                        "messageId", envelope.path("messageId").asText("req-1"),
                        "receivedAt", envelope.path("created").asText(CREATED)));
    }

    private static ObjectNode problem(Problem problem) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("code", problem.code().name());
        problem.place().ifPresent(place -> node.put("place", place));
        problem.seen().ifPresent(seen -> node.put("seen", seen));
        return node;
    }

    /** Files {@code output.<partner>.<ending>}: what this partner would get. Others are the matter of other tests. */
    private List<Path> outputs(Example example) {
        try (Stream<Path> files = Files.list(example.folder())) {
            return files.filter(file -> file.getFileName().toString().matches("output\\.[a-z0-9-]+\\.[a-z0-9]+"))
                    .filter(file -> rehearsal.knows(receiver(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Difference> output(Example example, Path file) {
        return released(example, file)
                .fold(
                        released -> compared(file, released),
                        problem -> List.of(new Difference(name(file), "a message", problem.sentence())));
    }

    private Step<Rehearsal.Released> released(Example example, Path file) {
        PartnerId receiver = receiver(file);
        byte[] bytes = example.bytes();
        return sender(example)
                .map(sender -> rehearsal
                        .read(sender, Content.mediaType(example.input(), bytes), bytes)
                        .then(read -> rehearsal.release(read, receiver)))
                .orElseGet(() -> Step.stopped(
                        Problem.of(ProblemCode.SENDER_UNKNOWN).expected("a partner that sends " + example.family())));
    }

    private static PartnerId receiver(Path file) {
        return new PartnerId(name(file).split("\\.", -1)[1]);
    }

    private Optional<PartnerId> sender(Example example) {
        String named = example.canonical()
                .map(canonical -> canonical.path("envelope").path("sender").asText(""))
                .orElse("");
        return PartnerId.isWellFormed(named) ? Optional.of(new PartnerId(named)) : rehearsal.sender(example.family());
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Difference> compared(Path file, Rehearsal.Released released) {
        byte[] expected = Example.bytes(file);
        byte[] written = released.explained().result().bytes();
        String mediaType = released.explained().result().mediaType();
        if (mediaType.endsWith("json")) {
            return Difference.between(Pretty.tree(expected), Pretty.tree(written)).stream()
                    .map(difference -> difference.under(name(file)))
                    .toList();
        }
        return Arrays.equals(expected, written)
                ? List.of()
                : List.of(new Difference(
                        name(file), Content.text(expected, mediaType), Content.text(written, mediaType)));
    }
}
