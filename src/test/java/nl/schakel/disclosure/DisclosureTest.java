package nl.schakel.disclosure;

import static nl.schakel.disclosure.SampleDisclosure.NOW;
import static nl.schakel.disclosure.SampleDisclosure.candidate;
import static nl.schakel.disclosure.SampleDisclosure.consented;
import static nl.schakel.disclosure.SampleDisclosure.item;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.consent.Age;
import nl.schakel.consent.Client;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.LegalBasis;
import nl.schakel.consent.OnFile;
import nl.schakel.consent.SampleConsent;
import nl.schakel.consent.SamplePolicy;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.MinimisedReferral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisclosureTest {
    /** The long form has 200,000: {@code -Dschakel.cases=200000}. */
    private static final int CASES = Integer.getInteger("schakel.cases", 4_000);

    private final Disclosure disclosure = SampleDisclosure.tables();

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** The three receivers of the ward's sample, with the policy of the repository. */
    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "MO, TRANSITION, identity bsn contact address referral housing plan",
        "SHV, DEBT, identity bsn contact address income debts",
        "TOEG, INTAKE, identity contact address referral housing"
    })
    void givesEachReceiverExactly(Role role, Purpose purpose, String categories) {
        LegalBasis basis = SamplePolicy.ofRepository();
        Candidate candidate = candidate(SampleReferral.sample().referral(), role, purpose);
        MinimisedReferral left = minimised(new ConsentDesk(basis)
                .decide(candidate, ClientFile.EMPTY, NOW)
                .fold(consented -> consented, problem -> null));
        assertThat(categories(left)).isEqualTo(words(categories));
        assertThat(left.withheldItems())
                .isEqualTo(Category.values().length - words(categories).size());
        assertThat(left.withheld().keySet()).hasSize(left.withheldItems());
        assertThat(left.withheld().get(Category.HEALTH_DETAIL)).contains(",health-detail: ");
    }

    @Test
    void leavesOutWhatIsPermittedButNotNeededAndSaysSo() {
        MinimisedReferral left = minimised(allPermitted(SampleReferral.sample().referral(), Role.SHV, Purpose.DEBT));
        assertThat(categories(left)).doesNotContain(Category.ZRM, Category.NETWORK, Category.HEALTH_DETAIL);
        assertThat(left.withheld()).containsEntry(Category.ZRM, "not needed by SHV for DEBT");
    }

    @Test
    void keepsOnlyTheNamedPathsAndSaysSo() {
        Json.Obj patient = Json.object()
                .with("resourceType", "Patient")
                .with("name", Json.array(Json.object().with("family", "TEST")))
                .with("birthDate", "1984")
                .with("maritalStatus", Json.object().with("text", "x"));
        MinimisedReferral left = minimised(allPermitted(one(Category.IDENTITY, patient), Role.SHV, Purpose.DEBT));
        assertThat(left.items().get(0).resource().members().keySet())
                .containsExactly("resourceType", "name", "birthDate");
        assertThat(left.withheld().get(Category.IDENTITY)).startsWith("in part");
        assertThat(left.withheldItems()).isZero();
    }

    @Test
    void forwardsNoFreeText() {
        Json.Obj request = Json.object()
                .with("resourceType", "ServiceRequest")
                .with("status", "active")
                .with("text", Json.object().with("status", "generated").with("div", "<div>secret</div>"))
                .with("note", Json.array(Json.object().with("text", "secret")));
        MinimisedReferral left = minimised(allPermitted(one(Category.REFERRAL, request), Role.MO, Purpose.TRANSITION));
        assertThat(texts(left.items().get(0).resource())).doesNotContain("secret", "<div>secret</div>");
        assertThat(left.withheld()).containsKey(Category.REFERRAL);
    }

    @Test
    void dropsAnItemThatWasNothingButFreeText() {
        Json.Obj note = Json.object().with("resourceType", "Basic").with("note", "secret");
        assertThat(end(allPermitted(one(Category.REFERRAL, note), Role.MO, Purpose.TRANSITION)))
                .isEqualTo(ProblemCode.NOTHING_TO_RELEASE.name());
    }

    @Test
    void stopsWhenNothingIsLeft() {
        ConsentedReferral nothing =
                consented(SampleReferral.sample().referral(), Role.MO, Purpose.TRANSITION, Set.of());
        assertThat(end(nothing)).isEqualTo(ProblemCode.NOTHING_TO_RELEASE.name());
    }

    @Test
    void stripsEveryTraceOfAPlaceWhenTheAddressIsProtected() {
        Json.Obj address = Json.object().with("city", "Eindhoven").with("postalCode", "5613AB");
        Json.Obj patient = Json.object()
                .with("resourceType", "Patient")
                .with("name", "TEST")
                .with("address", Json.array(address))
                .with(
                        "contact",
                        Json.array(Json.object().with("address", address).with("gender", "male")))
                .with("extension", Json.array(Json.object().with("url", "x").with("valueAddress", address)));
        Json.Obj telephones = Json.object()
                .with("resourceType", "Patient")
                .with(
                        "telecom",
                        Json.array(
                                Json.object().with("system", "phone").with("value", "06-12345678"),
                                Json.object().with("system", "phone").with("value", "040-2345678")));
        Referral referral = new Referral(
                SampleReferral.sample()
                        .labelled(Label.SECRET_ADDRESS)
                        .referral()
                        .envelope(),
                List.of(
                        item(Category.IDENTITY, patient),
                        item(Category.ADDRESS, patient),
                        item(Category.CONTACT, telephones)));
        MinimisedReferral shelter = minimised(notCleared(referral, Role.MO, Purpose.TRANSITION));
        assertThat(texts(shelter.items().get(0).resource())).containsExactlyInAnyOrder("Patient", "TEST", "x");
        assertThat(shelter.withheld())
                .containsOnly(Map.entry(Category.ADDRESS, "not released"), Map.entry(Category.CONTACT, "not released"));
        MinimisedReferral desk = minimised(notCleared(referral, Role.TOEG, Purpose.INTAKE));
        assertThat(categories(desk)).containsExactlyInAnyOrder(Category.IDENTITY, Category.CONTACT);
        assertThat(texts(desk.items().get(1).resource()))
                .contains("06-12345678")
                .doesNotContain("040-2345678");
    }

    @Test
    void givesAReceiverThatThePolicyClearsWhatTheTableHas() {
        Json.Obj patient = Json.object().with("resourceType", "Patient").with("address", "x");
        Referral referral = new Referral(
                SampleReferral.sample()
                        .labelled(Label.SECRET_ADDRESS)
                        .referral()
                        .envelope(),
                List.of(item(Category.ADDRESS, patient)));
        assertThat(categories(minimised(allPermitted(referral, Role.MO, Purpose.TRANSITION))))
                .containsExactly(Category.ADDRESS);
        assertThat(end(notCleared(referral, Role.MO, Purpose.TRANSITION)))
                .isEqualTo(ProblemCode.NOTHING_TO_RELEASE.name());
    }

    @Test
    void keepsOriginAndLabels() {
        InformationItem medical = new InformationItem(
                Category.HEALTH_DETAIL,
                Json.object().with("resourceType", "Condition").with("code", "x"),
                new Origin(new PartnerId("ggz-noord"), Role.GGZ, "DG1"),
                Set.of(Label.MEDICAL_ORIGIN));
        Referral referral = new Referral(SampleReferral.sample().referral().envelope(), List.of(medical));
        assertThat(minimised(allPermitted(referral, Role.GGZ, Purpose.TRANSITION))
                        .items())
                .containsExactly(medical);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({
        "TOEG, INTAKE",
        "MO, INTAKE",
        "MO, TRANSITION",
        "BW, TRANSITION",
        "CTI, TRANSITION",
        "GEM, TRANSITION",
        "GGZ, CARE",
        "HA, TRANSITION",
        "SHV, DEBT",
        "VO, INTAKE"
    })
    void whoHasNoBasisForTheBsnGetsAPseudonymOfItsOwn(Role role, Purpose purpose) {
        Json.Obj number = Json.object()
                .with("resourceType", "Patient")
                .with("identifier", Json.array(Json.object().with("value", "999900420")));
        Json.Obj name = Json.object()
                .with("resourceType", "Patient")
                .with("name", Json.array(Json.object().with("given", Json.array(Json.text("Lisa")))));
        Referral referral = new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(item(Category.BSN, number), item(Category.IDENTITY, name)));
        MinimisedReferral left = minimised(consented(referral, role, purpose, Set.of(Category.IDENTITY)));
        assertThat(left.items()).hasSize(2).noneMatch(item -> item.category() == Category.BSN);
        assertThat(texts(left.items().get(1).resource()))
                .contains(Pseudonyms.SYSTEM, "pseudonym-of-receiver-demo")
                .doesNotContain("999900420");
        boolean entitled = role != Role.VO && role != Role.TOEG;
        List<String> all = minimised(allPermitted(referral, role, purpose)).items().stream()
                .flatMap(item -> texts(item.resource()).stream())
                .toList();
        assertThat(all.contains("999900420")).isEqualTo(!all.contains(Pseudonyms.SYSTEM));
        assertThat(all.contains("999900420") || !entitled).isTrue();
    }

    @Test
    void aVolunteerGetsAFirstNameAndNeitherNumberNorPseudonym() {
        Json.Obj person = Json.object()
                .with("resourceType", "Patient")
                .with("birthDate", "1990")
                .with("identifier", Json.array(Json.object().with("value", "999900420")))
                .with(
                        "name",
                        Json.array(Json.object().with("family", "TEST").with("given", Json.array(Json.text("Lisa")))));
        Referral referral = new Referral(
                SampleReferral.sample().referral().envelope(),
                Stream.of(Category.values()).map(c -> item(c, person)).toList());
        MinimisedReferral left = minimised(allPermitted(referral, Role.VRIJW, Purpose.TRANSITION));
        assertThat(left.items().stream().flatMap(i -> texts(i.resource()).stream()))
                .containsExactly("Patient", "Lisa");
    }

    /** Policy and tables of the repository together: the client agrees to everything, and the ceiling holds all the same. */
    @Test
    void aVolunteerGetsContactAndTheGoalsChosenForThisWithConsentAndNothingWithout() {
        Json.Obj goal = goal("netwerkcoach", "Iedere week samen koffie drinken");
        Json.Obj other = goal("cti", "Schulden aanpakken");
        Json.Obj reach = Json.object()
                .with("resourceType", "Patient")
                .with(
                        "telecom",
                        Json.array(Json.object().with("system", "phone").with("value", "06-12345678")))
                .with("address", Json.array(Json.object().with("city", "Eindhoven")));
        Referral referral = new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(
                        item(
                                Category.BSN,
                                Json.object().with("resourceType", "Patient").with("identifier", "999900420")),
                        item(Category.CONTACT, reach),
                        item(Category.PLAN, goal),
                        item(Category.PLAN, other),
                        item(
                                Category.DEBTS,
                                Json.object()
                                        .with("resourceType", "Observation")
                                        .with("value", "9"))));
        Candidate volunteer = candidate(referral, Role.VRIJW, Purpose.TRANSITION);
        ConsentDesk consents = new ConsentDesk(SamplePolicy.ofRepository());
        OnFile yes = SampleConsent.yes(Role.VRIJW, Purpose.TRANSITION, Category.values())
                .onFile();
        Client adult = new Client(Optional.of(Age.of(40)), Set.of(), Client.Capacity.PRESUMED);
        ClientFile agreed = new ClientFile(adult, List.of(yes), List.of(), Set.of(), false);
        MinimisedReferral left =
                minimised(consents.decide(volunteer, agreed, NOW).fold(consented -> consented, problem -> null));
        assertThat(left.items().stream().flatMap(i -> texts(i.resource()).stream()))
                .containsExactlyInAnyOrder(
                        "Patient",
                        "phone",
                        "06-12345678",
                        "Goal",
                        "netwerkcoach",
                        "Iedere week samen koffie drinken",
                        "active");
        ConsentedReferral without =
                consents.decide(volunteer, ClientFile.EMPTY, NOW).fold(consented -> consented, problem -> null);
        assertThat(end(without)).isEqualTo(ProblemCode.NOTHING_TO_RELEASE.name());
    }

    private static Json.Obj goal(String category, String words) {
        return Json.object()
                .with("resourceType", "Goal")
                .with("lifecycleStatus", "active")
                .with(
                        "category",
                        Json.array(Json.object()
                                .with("coding", Json.array(Json.object().with("code", category)))))
                .with("description", Json.object().with("text", words))
                .with("note", Json.array(Json.object().with("text", "alleen voor de begeleider")));
    }

    /** Properties over random referrals and permissions; the seed is in the message of a failure. */
    @Test
    void givesNoMoreThanIsPermittedAndNoMoreWhenLessIsPermitted() {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        System.out.println("DisclosureTest seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < CASES; run++) {
            Role role = pick(random, Role.values());
            Purpose purpose = pick(random, Purpose.values());
            Referral referral = randomReferral(random);
            Set<Category> permitted = subset(random, Set.of(Category.values()));
            Set<Category> fewer = subset(random, permitted);
            Set<String> more = leaves(consented(referral, role, purpose, permitted));
            String where = "seed %d run %d".formatted(seed, run);
            assertThat(more).as(where).isSubsetOf(allLeaves(referral, permitted));
            assertThat(yielded(consented(referral, role, purpose, fewer)))
                    .as(where)
                    .isSubsetOf(more);
        }
    }

    /** The order of purposes holds for every referral, not only for the tables. */
    @Test
    void aNarrowerPurposeNeverYieldsMore() {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        System.out.println("DisclosureTest purposes seed " + seed);
        Random random = new Random(seed);
        Map<Role, List<Purpose>> both = Map.of(
                Role.MO, List.of(Purpose.INTAKE, Purpose.TRANSITION),
                Role.GEM, List.of(Purpose.INTAKE, Purpose.TRANSITION),
                Role.GGZ, List.of(Purpose.CARE, Purpose.TRANSITION),
                Role.SHV, List.of(Purpose.DEBT, Purpose.TRANSITION));
        List<Role> roles = both.keySet().stream().sorted().toList();
        for (int run = 0; run < CASES; run++) {
            Role role = roles.get(random.nextInt(roles.size()));
            Referral referral = randomReferral(random);
            Set<Category> permitted = subset(random, Set.of(Category.values()));
            List<Purpose> purposes = both.get(role);
            assertThat(yielded(consented(referral, role, purposes.get(0), permitted)))
                    .as("seed %d run %d", seed, run)
                    .isSubsetOf(leaves(consented(referral, role, purposes.get(1), permitted)));
        }
    }

    private Set<String> yielded(ConsentedReferral consented) {
        return disclosure
                .minimise(consented, Surroundings.NONE, Looked.BY_NOBODY)
                .fold(left -> allLeaves(left.items().stream()), problem -> Set.<String>of());
    }

    /** What stops for a person may yield all of it once they have looked, so there it bounds nothing. */
    private Set<String> leaves(ConsentedReferral consented) {
        Set<Category> permitted = Stream.of(Category.values())
                .filter(category -> consented.rulings().get(category).permitted())
                .collect(Collectors.toSet());
        boolean stops = disclosure
                .minimise(consented, Surroundings.NONE, Looked.BY_NOBODY)
                .fold(left -> false, problem -> problem.code() == ProblemCode.SECRET_ADDRESS);
        return stops ? allLeaves(consented.candidate().referral(), permitted) : yielded(consented);
    }

    private static Set<String> allLeaves(Referral referral, Set<Category> permitted) {
        return allLeaves(referral.items().stream().filter(i -> permitted.contains(i.category())));
    }

    private static Set<String> allLeaves(Stream<InformationItem> items) {
        return items.filter(i -> !i.origin().place().equals("disclosure"))
                .flatMap(i -> Projection.paths(i.resource(), i.origin().place()))
                .collect(Collectors.toSet());
    }

    private static Referral randomReferral(Random random) {
        SampleReferral sample = SampleReferral.sample();
        List<InformationItem> items = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Category category = pick(random, Category.values());
            Json.Obj tree = randomObject(random, 3).with("resourceType", random.nextBoolean() ? "Patient" : "Task");
            items.add(new InformationItem(
                    category, tree, new Origin(new PartnerId("ggz-noord"), Role.GGZ, "item" + i), Set.of()));
        }
        return new Referral(
                (random.nextInt(3) == 0 ? sample.labelled(Label.SECRET_ADDRESS) : sample)
                        .referral()
                        .envelope(),
                items);
    }

    private static Json.Obj randomObject(Random random, int depth) {
        String[] names = {"name", "birthDate", "address", "city", "note", "telecom", "text", "code", "gender"};
        Json.Obj object = Json.object();
        for (int i = random.nextInt(5); i > 0; i--) {
            object = object.with(pick(random, names), randomValue(random, depth));
        }
        return object;
    }

    private static Json randomValue(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(3)) {
            case 1 -> randomObject(random, depth - 1);
            case 2 -> Json.array(randomObject(random, depth - 1), new Json.Num(BigDecimal.ONE));
            default -> Json.text("leaf");
        };
    }

    private static Set<Category> subset(Random random, Set<Category> of) {
        return of.stream().sorted().filter(c -> random.nextBoolean()).collect(Collectors.toSet());
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private String end(ConsentedReferral consented) {
        return disclosure
                .minimise(consented, Surroundings.NONE, Looked.BY_NOBODY)
                .fold(left -> "went on", problem -> problem.code().name());
    }

    private MinimisedReferral minimised(ConsentedReferral consented) {
        return disclosure
                .minimise(consented, Surroundings.NONE, Looked.BY_NOBODY)
                .fold(left -> left, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static ConsentedReferral notCleared(Referral referral, Role role, Purpose purpose) {
        return consented(
                referral,
                role,
                purpose,
                Stream.of(Category.values())
                        .filter(c -> c != Category.SECRET_ADDRESS)
                        .collect(Collectors.toSet()));
    }

    private static ConsentedReferral allPermitted(Referral referral, Role role, Purpose purpose) {
        return consented(referral, role, purpose, Set.of(Category.values()));
    }

    private static Referral one(Category category, Json.Obj tree) {
        return new Referral(SampleReferral.sample().referral().envelope(), List.of(item(category, tree)));
    }

    private static Set<Category> categories(MinimisedReferral left) {
        return left.items().stream().map(InformationItem::category).collect(Collectors.toSet());
    }

    private static List<String> texts(Json tree) {
        if (tree instanceof Json.Obj object) {
            return object.members().values().stream()
                    .flatMap(v -> texts(v).stream())
                    .toList();
        }
        if (tree instanceof Json.Arr array) {
            return array.elements().stream().flatMap(v -> texts(v).stream()).toList();
        }
        return tree.asText().stream().toList();
    }

    private static Set<Category> words(String codes) {
        return Stream.of(codes.split(" "))
                .map(c -> Category.of(c).orElseThrow())
                .collect(Collectors.toSet());
    }
}
