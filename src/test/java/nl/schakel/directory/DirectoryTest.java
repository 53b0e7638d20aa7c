package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.MinimisedReferral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the demo as they are in the repository. */
class DirectoryTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "home", "/srv/schakel",
            "demo.ggz-noord.port", "12575",
            "demo.ziekenhuis-demo.port", "12443",
            "demo.opvang-demo.port", "12444",
            "demo.schuldhulp-demo.port", "12445",
            "demo.vrouwenopvang-demo.port", "12446",
            "demo.gemeente-demo.port", "12447");
    private static final Directory DIRECTORY = Directory.load(Path.of("routes"), SETTINGS);

    @Test
    void knowsTheWholeCast() {
        assertThat(DIRECTORY.partners().stream().map(p -> p.id().value()))
                .containsExactly(
                        "cti-team-demo",
                        "gemeente-demo",
                        "ggz-noord",
                        "opvang-demo",
                        "pi-demo",
                        "schuldhulp-demo",
                        "toegang-eindhoven",
                        "vrouwenopvang-demo",
                        "ziekenhuis-demo");
        assertThat(DIRECTORY.gateway().orElseThrow().oin()).isEqualTo("00000099000000000000");
    }

    @Test
    void saysWhoHasToActOnWhatIsParked() {
        Optional<PartnerId> shelter = Optional.of(new PartnerId("opvang-demo"));
        assertThat(DIRECTORY.owner(shelter, "SCH-6004 All attempts were used."))
                .isEqualTo("koppelvlak@opvang-demo.example");
        assertThat(DIRECTORY.owner(shelter, "SCH-6009 It made the gateway fail."))
                .isEqualTo("operator");
        assertThat(DIRECTORY.owner(Optional.empty(), "SCH-5001 No circle.")).isEqualTo("operator");
        assertThat(DIRECTORY.owner(Optional.of(new PartnerId("gone")), "SCH-6004 All."))
                .isEqualTo("operator");
    }

    @Test
    void findsAPartnerByFacilityAndByOin() {
        assertThat(DIRECTORY.byFacility("GGZ-NOORD").orElseThrow().id().value()).isEqualTo("ggz-noord");
        assertThat(DIRECTORY.byOin("00000099000000005000").orElseThrow().id().value())
                .isEqualTo("opvang-demo");
    }

    @Test
    void findsNobodyByANameThatIsNotExactlyTheirs() {
        assertThat(DIRECTORY.byFacility("ggz-noord")).isEmpty();
        assertThat(DIRECTORY.byOin("00000099000000000000"))
                .as("the gateway is no partner")
                .isEmpty();
        assertThat(DIRECTORY.partner(new PartnerId("schakel"))).isEmpty();
    }

    @Test
    void fillsPlaceholdersFromTheSettings() {
        assertThat(wayOut("ggz-noord").parameters()).isEqualTo(Map.of("host", "127.0.0.1", "port", "12575"));
        assertThat(wayOut("opvang-demo").parameters())
                .isEqualTo(Map.of("host", "localhost", "port", "12444", "path", "/fhir/$process-message"));
        assertThat(wayOut("toegang-eindhoven").parameters())
                .isEqualTo(Map.of("folder", "/srv/schakel/drop/toegang-eindhoven/out"));
    }

    private ChannelUse wayOut(String partner) {
        return DIRECTORY
                .partner(new PartnerId(partner))
                .flatMap(Partner::wayOut)
                .orElseThrow();
    }

    @Test
    void readsWhatWasAgreed() {
        Agreement agreement =
                DIRECTORY.agreement(new PartnerId("toegang-eindhoven")).orElseThrow();
        assertThat(agreement.purposes()).containsExactly(Purpose.INTAKE);
        assertThat(agreement.answer()).isEqualTo(Duration.ofDays(1));
        assertThat(agreement.openings()).hasSize(1);
        assertThat(DIRECTORY.partner(new PartnerId("ggz-noord")).orElseThrow().retry())
                .startsWith(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    @Test
    void namesTheDeskFirstAndThenTheParties() {
        assertThat(described(SampleReferral.sample()))
                .containsExactly(
                        "toegang-eindhoven TOEG INTAKE Optional.empty",
                        "opvang-demo MO TRANSITION Optional[SHELTER]",
                        "schuldhulp-demo SHV DEBT Optional[DEBTS]");
    }

    @Test
    void asksDebtReliefOnlyWithARequestOrSignal() {
        assertThat(described(SampleReferral.sample().needs(Need.SHELTER)))
                .containsExactly(
                        "toegang-eindhoven TOEG INTAKE Optional.empty", "opvang-demo MO TRANSITION Optional[SHELTER]");
        assertThat(described(SampleReferral.sample().needs()))
                .containsExactly("toegang-eindhoven TOEG INTAKE Optional.empty");
    }

    @Test
    void neverNamesTheSenderItself() {
        assertThat(described(SampleReferral.sample().from("opvang-demo", Role.MO)))
                .noneMatch(c -> c.startsWith("opvang-demo"));
        assertThat(problem(SampleReferral.sample()
                                .from("toegang-eindhoven", Role.TOEG)
                                .needs())
                        .code())
                .isEqualTo(ProblemCode.NO_CIRCLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "facility|MO-EINDHOVEN",
                "|MO-EINDHOVEN",
                "AGB|90001234",
                "VEKTIS|90001234",
                "http://fhir.nl/fhir/NamingSystem/agb-z|90001234",
                "urn:oid:2.16.528.1.1007.3.1|00000099000000004000"
            })
    void takesTheAddresseeInAnySpellingOfItsSystem(String identifier) {
        assertThat(described(SampleReferral.sample().addressed(identifier).in("")))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Eindhoven", "eindhoven", " EINDHOVEN ", "0772", "GM0772"})
    void fallsBackToTheMunicipalityWhenNobodyIsAddressed(String place) {
        assertThat(described(SampleReferral.sample().addressed().in(place))).hasSize(3);
        assertThat(described(SampleReferral.sample()
                        .addressed("oin|00000099000000000000")
                        .in(place)))
                .as("the gateway itself is nobody to hand over to")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "agb|90009999, Eindhoven, CTI",
        "agb|90001234 ; drop, Eindhoven, CTI",
        "agb|90001234, Eindhoven, HAIRDRESSER",
        "'', Tilburg, CTI",
        "'', '', CTI",
        "'', GM0855, CTI",
        "'', 772, CTI"
    })
    void handsToNobodyWhatNoCircleTakes(String addressed, String place, String service) {
        SampleReferral referral = SampleReferral.sample().in(place).service(service);
        SampleReferral sent = addressed.isEmpty() ? referral.addressed() : referral.addressed(addressed);
        assertThat(problem(sent).code()).isEqualTo(ProblemCode.NO_CIRCLE);
    }

    @Test
    void takesAReferralThatNamesNoService() {
        assertThat(described(SampleReferral.sample().service(""))).hasSize(3);
    }

    @Test
    void whoLeavesAPrisonGoesByTheCircleForThatAndAllOthersByTheOther() {
        SampleReferral leaving =
                SampleReferral.sample().addressed().in("0772").service("").needs(Need.SHELTER, Need.CARE);
        assertThat(described(leaving.from("pi-demo", Role.PI)))
                .containsExactly(
                        "toegang-eindhoven TOEG INTAKE Optional.empty",
                        "opvang-demo MO TRANSITION Optional[SHELTER]",
                        "ggz-noord GGZ TRANSITION Optional[CARE]");
        assertThat(described(leaving.from("ziekenhuis-demo", Role.ZH)))
                .containsExactly(
                        "toegang-eindhoven TOEG INTAKE Optional.empty", "opvang-demo MO TRANSITION Optional[SHELTER]");
        assertThat(problem(leaving.from("pi-demo", Role.PI).in("0794")).code()).isEqualTo(ProblemCode.NO_CIRCLE);
    }

    @Test
    void knowsHowEachPartnerIsToldAStatus() {
        assertThat(DIRECTORY.statusDelivery(new PartnerId("ggz-noord")))
                .isEqualTo(
                        Step.next(new Delivery(new PartnerId("ggz-noord"), "mllp-out", "hl7v2-nl/2.5/rri-i12", false)));
        assertThat(DIRECTORY.statusDelivery(new PartnerId("schuldhulp-demo")))
                .isEqualTo(
                        Step.next(new Delivery(new PartnerId("schuldhulp-demo"), "json-out", "ddas/1.0/status", true)));
    }

    @Test
    void addressesAReceiverByItsChannelAndMapping() {
        assertThat(delivery("toegang-eindhoven"))
                .isEqualTo(
                        new Delivery(new PartnerId("toegang-eindhoven"), "drop-out", "fhir/r4/message-bundle", true));
        assertThat(delivery("schuldhulp-demo"))
                .isEqualTo(new Delivery(new PartnerId("schuldhulp-demo"), "json-out", "ddas/1.0/aanmelding", true));
        assertThat(problemOf(DIRECTORY.address(minimised("ziekenhuis-demo"), false))
                        .code())
                .as("a hospital takes no referrals")
                .isEqualTo(ProblemCode.MAPPING_MISSING);
        assertThat(problemOf(DIRECTORY.address(minimised("cti-team-demo"), false))
                        .code())
                .isEqualTo(ProblemCode.ENDPOINT_MISSING);
    }

    private Delivery delivery(String receiver) {
        return DIRECTORY.address(minimised(receiver), false).fold(a -> a.delivery(), problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static MinimisedReferral minimised(String receiver) {
        Candidate candidate = Candidate.minted(
                SampleReferral.sample().holding(Set.of()).validated(),
                new PartnerId(receiver),
                Role.MO,
                Purpose.TRANSITION,
                Optional.empty(),
                "test");
        var consented = ConsentedReferral.minted(candidate, Map.of(), "test@0", Instant.EPOCH, Json.object());
        return MinimisedReferral.minted(consented, List.of(), Map.of(), 0);
    }

    @Test
    void saysWhichChannelOrMappingIsMissing() {
        assertThat(problemOf(DIRECTORY.statusDelivery(new PartnerId("cti-team-demo")))
                        .code())
                .isEqualTo(ProblemCode.ENDPOINT_MISSING);
        assertThat(problemOf(DIRECTORY.statusDelivery(new PartnerId("nobody-known")))
                        .code())
                .isEqualTo(ProblemCode.ENDPOINT_MISSING);
        Partner ward = DIRECTORY.partner(new PartnerId("ggz-noord")).orElseThrow();
        Partner mute = new Partner(
                ward.id(),
                ward.name(),
                ward.role(),
                Optional.empty(),
                ward.facilities(),
                Map.of(),
                ward.sends(),
                ward.addresses(),
                ward.channels(),
                Map.of(),
                "A",
                List.of(),
                ward.contact());
        assertThat(problemOf(Directory.of(List.of(mute)).statusDelivery(mute.id())))
                .isEqualTo(Problem.at(ProblemCode.MAPPING_MISSING, "ggz-noord, mappings.status"));
    }

    private List<String> described(SampleReferral referral) {
        return DIRECTORY
                .candidates(referral.validated())
                .fold(
                        found -> found.stream().map(DirectoryTest::describe).toList(),
                        problem -> List.of(problem.sentence()));
    }

    private static String describe(Candidate candidate) {
        return "%s %s %s %s".formatted(candidate.receiver(), candidate.role(), candidate.purpose(), candidate.need());
    }

    private Problem problem(SampleReferral referral) {
        return problemOf(DIRECTORY.candidates(referral.validated()));
    }

    private static <T> Problem problemOf(Step<T> step) {
        return step.fold(
                value -> {
                    throw new AssertionError("went on");
                },
                problem -> problem);
    }
}
