package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.identity.Sender;
import nl.schakel.journal.Ledger.InboxMessage;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.validate.Completeness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a reading at the door is what reading the stored message would give, wherever it is kept. */
class LastingReadingTest {
    private static final Instant CAME = Instant.parse("2026-04-20T09:00:00Z");
    private static final Instant ACCEPTED = CAME.plus(Duration.ofMillis(37));
    private static final Path MAPPINGS = Path.of("mappings");

    @TempDir
    static Path folder;

    private static ActiveMappings mappings;
    private static Directory directory;
    private static final Clock CLOCK = Clock.fixed(CAME, ZoneOffset.UTC);
    private static final FileDoor FILE =
            new FileDoor(new MllpDoor(CLOCK), new FhirDoor(new FhirAnswers("Schakel", "https://localhost/fhir")));
    private static final Doors DOORS = new Doors(Map.of(
            "mllp",
            new MllpDoor(CLOCK),
            "fhir",
            new FhirDoor(new FhirAnswers("Schakel", "https://localhost/fhir")),
            "json",
            new JsonDoor(),
            "file",
            FILE));

    @BeforeAll
    static void open() throws IOException {
        mappings = ActiveMappings.open(MAPPINGS, folder.resolve("archive"));
        directory = Directory.load(Path.of("routes"));
    }

    private static Reading reading() {
        return new Reading(mappings, new Completeness(), directory, DOORS, CLOCK);
    }

    static List<Path> wards() throws IOException {
        return examples("hl7v2-nl", ".hl7");
    }

    static List<Path> hospitals() throws IOException {
        return examples("fhir/r4", ".json");
    }

    static List<Path> debts() throws IOException {
        return examples("ddas", ".json");
    }

    private static List<Path> examples(String family, String end) throws IOException {
        try (Stream<Path> files = Files.walk(MAPPINGS.resolve(family))) {
            return files.filter(file -> file.getFileName().toString().equals("input" + end))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("wards")
    void ofAWard(Path example) throws IOException {
        same(inbound("mllp", "x-application/hl7-v2+er7", Files.readAllBytes(example)), "ggz-noord");
    }

    @ParameterizedTest
    @MethodSource("hospitals")
    void ofAHospital(Path example) throws IOException {
        same(inbound("fhir", "application/fhir+json", Files.readAllBytes(example)), "ziekenhuis-demo");
    }

    @ParameterizedTest
    @MethodSource("debts")
    void ofDebtRelief(Path example) throws IOException {
        same(inbound("json", "application/json", Files.readAllBytes(example)), "schuldhulp-demo");
    }

    /** Some are kept, else nothing was compared; and one that says nothing of its time is not. */
    @Test
    void isKeptWhereTheMessageDatesItself() throws IOException {
        byte[] ward = Files.readAllBytes(MAPPINGS.resolve("hl7v2-nl/2.5/examples/01-ref-i12/input.hl7"));
        assertThat(kept(inbound("mllp", "x-application/hl7-v2+er7", ward), "ggz-noord"))
                .isPresent();
        byte[] hospital = Files.readAllBytes(MAPPINGS.resolve("fhir/r4/examples/10-transaction/input.json"));
        assertThat(kept(inbound("fhir", "application/fhir+json", hospital), "ziekenhuis-demo"))
                .isPresent();
        String text = new String(hospital, StandardCharsets.UTF_8);
        byte[] undated = text.replaceFirst("\"timestamp\": \"[^\"]*\",", "").getBytes(StandardCharsets.UTF_8);
        assertThat(undated).hasSizeLessThan(hospital.length);
        assertThat(kept(inbound("fhir", "application/fhir+json", undated), "ziekenhuis-demo"))
                .isEmpty();
    }

    private static void same(Inbound inbound, String from) {
        Optional<AtDoor> door = atDoor(inbound, from);
        Optional<ValidatedReferral> kept = door.flatMap(AtDoor::lasting);
        if (kept.isEmpty()) {
            return;
        }
        InboxMessage stored = new InboxMessage(
                UUID.randomUUID(),
                new PartnerId(from),
                door.get().envelope().messageId(),
                inbound.door(),
                inbound.mediaType(),
                inbound::bytes,
                ACCEPTED,
                door.get().mapping().set());
        assertThat(valid(reading().again(stored)).map(ValidatedReferral::referral))
                .hasValue(kept.get().referral());
        Reading warm = reading();
        warm.accepted(door.get());
        assertThat(valid(warm.again(stored))).as("it is not read again").containsSame(kept.get());
    }

    private static Optional<ValidatedReferral> valid(Step<ValidatedReferral> read) {
        return read.fold(Optional::of, problem -> Optional.empty());
    }

    private static Optional<ValidatedReferral> kept(Inbound inbound, String from) {
        return atDoor(inbound, from).flatMap(AtDoor::lasting);
    }

    private static Optional<AtDoor> atDoor(Inbound inbound, String from) {
        Partner partner = directory.partner(new PartnerId(from)).orElseThrow();
        return DOORS.name(inbound)
                .then(named -> reading().read(inbound, named, new Sender(partner, Optional.empty())))
                .fold(Optional::of, problem -> Optional.empty());
    }

    private static Inbound inbound(String door, String mediaType, byte[] bytes) {
        return new Inbound(
                door,
                "",
                mediaType,
                Optional.empty(),
                bytes,
                "127.0.0.1",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of("X-Request-ID", "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c999"));
    }
}
