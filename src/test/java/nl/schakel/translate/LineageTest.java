package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.Account.Loss;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value of a target names its rule and its sources, and every leaf of a source is accounted for exactly once. */
class LineageTest {
    private static final Translator TRANSLATOR = FhirMappings.TRANSLATOR;
    private static final Map<String, String> FACTS = Map.of("messageId", "m-1", "receivedAt", "2026-04-10T11:00:00Z");

    static Stream<Path> inputs() throws IOException {
        return Files.find(
                        FhirMappings.FOLDER,
                        6,
                        (file, facts) -> file.endsWith("input.hl7")
                                || (file.endsWith("input.json")
                                        && (file.startsWith("mappings/fhir") || file.startsWith("mappings/ddas"))))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void accountsForEveryLeafOfAnExampleOnce(Path input) throws IOException {
        TRANSLATOR.explain(source(input)).map(explained -> {
            List<Account.Entry> entries = explained.account().entries();
            assertThat(entries).extracting(Account.Entry::path).doesNotHaveDuplicates();
            assertThat(Stream.of(Loss.values())
                            .mapToLong(explained.account()::count)
                            .sum())
                    .isEqualTo(entries.size());
            assertThat(entries).allSatisfy(LineageTest::isWhole);
            Stream<String> losses =
                    entries.stream().filter(e -> e.loss() != Loss.MAPPED).map(LineageTest::loss);
            Stream<String> shifts = entries.stream().flatMap(LineageTest::shifts);
            assertThat(Stream.concat(losses, shifts))
                    .containsExactlyInAnyOrderElementsOf(explained.result().losses().stream()
                            .map(LineageTest::withoutTable)
                            .toList());
            return explained;
        });
    }

    private static Stream<String> shifts(Account.Entry entry) {
        return entry.shifts().stream().map(how -> entry.path() + ' ' + how.code());
    }

    /** {@code PID-8 wider by gender}: the table is the rule's to tell. */
    private static String withoutTable(String loss) {
        return loss.contains(" dropped by ") ? loss : loss.replaceFirst(" by .*", "");
    }

    private static void isWhole(Account.Entry entry) {
        assertThat(entry.rules().isEmpty()).isEqualTo(entry.loss() == Loss.UNMAPPED);
        assertThat(entry.why().isPresent()).isEqualTo(entry.loss() == Loss.DROPPED || entry.loss() == Loss.DELETED);
        assertThat(entry.targets().isEmpty() || entry.loss() == Loss.MAPPED || entry.loss() == Loss.DELETED)
                .isTrue();
    }

    private static String loss(Account.Entry entry) {
        return entry.path()
                + switch (entry.loss()) {
                    case DROPPED -> " dropped by " + entry.rules().get(0);
                    case DELETED -> " deleted";
                    default -> " unmapped";
                };
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void everyCanonicalValueOfAnExampleNamesItsRuleAndPlace(Path input) throws IOException {
        TRANSLATOR.explain(source(input)).map(explained -> {
            List<String> items = new ArrayList<>();
            values(new Json.Arr(explained.tree().list("items")), "items", items);
            items.removeIf(place -> !place.contains("].resource."));
            assertThat(explained.fields())
                    .filteredOn(field -> field.target().startsWith("items"))
                    .extracting(Explanation.Field::target)
                    .containsExactlyInAnyOrderElementsOf(items);
            assertThat(explained.fields()).allSatisfy(field -> {
                assertThat(Files.readAllLines(
                                FhirMappings.FOLDER.resolve(field.rule().file())))
                        .hasSizeGreaterThanOrEqualTo(field.rule().line());
                assertThat(field.category().isPresent())
                        .isEqualTo(field.target().startsWith("items"));
            });
            return explained;
        });
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void explainingGivesWhatProductionGives(Path input) throws IOException {
        Step<TranslatedReferral> production = TRANSLATOR.toCanonical(source(input));
        Step<Explanation<TranslatedReferral>> explained = TRANSLATOR.explain(source(input));

        Json.Obj outcome = explained.fold(e -> CanonicalTree.of(e.result()), CanonicalTree::of);
        Json.Obj expected = production.fold(CanonicalTree::of, CanonicalTree::of);
        assertThat(outcome).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void everyValueOfATargetNamesItsRuleAndNoReleasedValueIsForgotten(Path input) throws IOException {
        TRANSLATOR.toCanonical(source(input)).map(translated -> {
            var shelter = FhirMappings.toShelter(translated, EnumSet.allOf(Category.class));
            var debts = FhirMappings.toDebtRelief(translated, FhirMappings.debtRelief());
            for (var referral : List.of(shelter, debts)) {
                Step<Explanation<OutboundDocument>> step = TRANSLATOR.explain(referral, FhirMappings.CONTEXT);
                if (isLabelled(translated) && referral == debts) {
                    assertThat(Samples.problem(step).code()).isEqualTo(ProblemCode.LABEL_WITHOUT_PLACE);
                    continue;
                }
                Explanation<OutboundDocument> explained = Samples.value(step);
                List<String> places = new ArrayList<>();
                values(explained.tree(), "", places);
                assertThat(explained.fields())
                        .extracting(Explanation.Field::target)
                        .containsExactlyInAnyOrderElementsOf(places);
                assertThat(explained.account().entries())
                        .extracting(Account.Entry::path)
                        .doesNotHaveDuplicates();
                assertThat(explained.account().entries()).allSatisfy(LineageTest::isWhole);
                assertThat(explained.result().bytes())
                        .isEqualTo(Samples.value(TRANSLATOR.toPartner(referral, FhirMappings.CONTEXT))
                                .bytes());
            }
            return translated;
        });
    }

    /** A registration at debt relief has no place for what such a message must be seen to be. */
    private static boolean isLabelled(TranslatedReferral translated) {
        return translated.referral().envelope().labels().contains(Label.SECRET_ADDRESS);
    }

    @Test
    void namesRowFunctionCodeTableAndSourceOfAValue() {
        Explanation<TranslatedReferral> explained = ward();

        Explanation.Field birth = field(explained, "items[1].resource.birthDate");
        assertThat(birth.sources()).containsExactly("PID-7");
        assertThat(birth.rule().file()).isEqualTo("hl7v2-nl/2.5/parts/birth-and-sex.yaml");
        assertThat(line(birth.rule())).contains("PID-7");
        assertThat(birth.rule().functions()).containsExactly("date");
        assertThat(birth.category()).contains(Category.IDENTITY);
        Explanation.Field gender = field(explained, "items[1].resource.gender");
        assertThat(gender.rule().codes()).contains("gender");
        Explanation.Field constant = field(explained, "items[2].resource.identifier[0].system");
        assertThat(constant.sources()).isEmpty();
    }

    @Test
    void tellsWhatAValueBecameOrWhyItStayed() {
        Account account = ward().account();

        assertThat(entry(account, "PID-7").targets()).containsExactly("items[1].resource.birthDate");
        assertThat(entry(account, "PV1-2").why()).isPresent();
        assertThat(entry(account, "MSH-10").targets()).containsExactly("envelope.messageId");
        Account.Entry chooses = entry(account, "OBX-3.3");
        assertThat(chooses.loss()).isEqualTo(Loss.MAPPED);
        assertThat(chooses.rules()).anyMatch(rule -> rule.startsWith("hl7v2-nl/2.5/"));
        assertThat(entry(account, "MSH-12").rules()).containsExactly("reader hl7v2");
    }

    @Test
    void aReleasedValueIsTracedThroughTheJoiningOfItsFragments() {
        TranslatedReferral translated = FhirMappings.translated(FhirMappings.sample());
        Explanation<OutboundDocument> explained = Samples.value(TRANSLATOR.explain(
                FhirMappings.toDebtRelief(translated, FhirMappings.debtRelief()), FhirMappings.CONTEXT));

        Explanation.Field bsn = explained.fields().stream()
                .filter(field -> field.category().equals(Optional.of(Category.BSN)))
                .findFirst()
                .orElseThrow();
        assertThat(bsn.sources())
                .singleElement()
                .asString()
                .matches("items\\[\\d+]\\.resource\\.identifier\\[0]\\.value");
        assertThat(bsn.target()).endsWith("Burgerservicenummer");
        assertThat(explained.account().entries())
                .filteredOn(entry -> entry.targets().contains(bsn.target()))
                .extracting(Account.Entry::path)
                .containsExactlyElementsOf(bsn.sources());
    }

    @Test
    void anAnswerToAWardIsExplainedInTheWardsNotation() {
        var notice = new StatusNotice(
                "5a0d7c3e-2222-4333-8444-555566667779",
                FhirMappings.REFERENCE,
                FhirMappings.TASK,
                2,
                "accepted",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FhirMappings.AT,
                Optional.of(Samples.ward(Samples.referral())),
                "https://localhost:8443/fhir");
        Explanation<OutboundDocument> explained = Samples.value(TRANSLATOR.explain(
                new Delivery(new PartnerId("ggz-noord"), "mllp-out", "hl7v2-nl/2.5/rri-i12", true), notice));

        assertThat(explained.fields())
                .anySatisfy(field -> {
                    assertThat(field.target()).isEqualTo("MSA-2");
                    assertThat(field.sources()).containsExactly("original:MSH-10");
                })
                .anySatisfy(field -> {
                    assertThat(field.target()).isEqualTo("RF1-1.1");
                    assertThat(field.sources()).containsExactly("status");
                })
                .extracting(Explanation.Field::target)
                .contains("PID-3.1", "PID-3.4", "RF1-9", "NTE");
    }

    @Test
    void noTextFormShowsAValue() {
        assertThat(ward().toString() + ward().fields()).doesNotContain("Meer", "999900420", "19840517");
    }

    private static Explanation<TranslatedReferral> ward() {
        return Samples.value(TRANSLATOR.explain(Samples.ward(Samples.referral())));
    }

    private static Explanation.Field field(Explanation<?> explained, String target) {
        return explained.fields().stream()
                .filter(field -> field.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static Account.Entry entry(Account account, String path) {
        return account.entries().stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static String line(Rule rule) {
        return FhirMappings.read(FhirMappings.FOLDER.resolve(rule.file()))
                .lines()
                .toList()
                .get(rule.line() - 1);
    }

    private static void values(Json value, String at, List<String> found) {
        if (value instanceof Json.Obj object) {
            object.members().forEach((name, member) -> values(member, at.isEmpty() ? name : at + '.' + name, found));
        } else if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.elements().size(); i++) {
                values(array.elements().get(i), at + '[' + i + ']', found);
            }
        } else {
            found.add(at);
        }
    }

    private static SourceMessage source(Path input) throws IOException {
        return input.endsWith("input.hl7")
                ? Samples.ward(Files.readAllBytes(input))
                : FhirMappings.source(Files.readString(input), FACTS);
    }
}
