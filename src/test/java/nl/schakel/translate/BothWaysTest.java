package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that names both places is written once and works in both directions. */
class BothWaysTest {
    private static final String IN = """
            mapping: demo/1/in
            title: in
            reads: json
            kinds: [nummer]
            event: REFERRAL
            purpose: TRANSITION
            client: {one: nummer, identifier: nummer}
            envelope:
              - {from: nummer, to: messageId}
              - {from: nummer, to: localId}
              - {from: tijd, to: created, as: isoMoment}
            items:
              - include: person
            """;
    private static final String OUT = """
            mapping: demo/1/out
            title: out
            reads: release
            writes: json
            media: application/json
            rows:
              - include: person
            """;
    private static final String PERSON = """
            - item: who it is
              category: identity
              resource: Patient
              ours: joined.Patient
              rows:
                - {theirs: geboortedatum, ours: birthDate, as: dayMonthYear}
                - {theirs: geslacht, ours: gender, code: sex}
                - {theirs: nummer, ours: "identifier[system=urn:x].value"}
                - {theirs: uitgever, ours: "identifier[system=urn:x].assigner.display"}
                - {value: true, to: active}
                - ours: "contact[*]"
                  theirs: "naasten[*]"
                  rows:
                    - {theirs: naam, ours: name.text}
            - item: how many children
              category: children
              resource: Observation
              ours: "items[resource.code.coding.code=children].resource"
              rows:
                - {value: children, to: "code.coding[0].code"}
                - {theirs: kinderen, ours: valueInteger, as: number, back: number}
            - item: a goal
              category: plan
              resource: Goal
              theirs: "doelen[*]"
              ours: "items[resource.resourceType=Goal].resource"
              rows:
                - {theirs: tekst, ours: description.text}
            """;
    private static final String MESSAGE = """
            {"nummer":"D-1","tijd":"2026-04-10T11:00:00+02:00","geboortedatum":"00-05-1984","geslacht":"vrouw","uitgever":"Loket",
             "naasten":[{"naam":"An"},{"naam":"Bo"}],"kinderen":2,"doelen":[{"tekst":"werk"},{"tekst":"huis"}]}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void mappings() throws IOException {
        Files.createDirectories(folder.resolve("demo/1/parts"));
        Files.createDirectories(folder.resolve("codes"));
        Files.writeString(folder.resolve("codes/sex.csv"), "source,target\nman,male\nvrouw,female\n");
        Files.writeString(folder.resolve("demo/1/in.yaml"), IN);
        Files.writeString(folder.resolve("demo/1/out.yaml"), OUT);
        write(PERSON);
    }

    @Test
    void readsIntoOurTree() {
        List<String> items = Samples.value(Translator.load(folder).toCanonical(message())).referral().items().stream()
                .map(item -> new String(StrictJson.write(item.resource()), StandardCharsets.UTF_8))
                .toList();

        assertThat(items)
                .containsExactly(
                        "{\"resourceType\":\"Patient\",\"birthDate\":\"1984-05\",\"gender\":\"female\","
                                + "\"identifier\":[{\"system\":\"urn:x\",\"value\":\"D-1\","
                                + "\"assigner\":{\"display\":\"Loket\"}}],\"active\":true,"
                                + "\"contact\":[{\"name\":{\"text\":\"An\"}},{\"name\":{\"text\":\"Bo\"}}]}",
                        "{\"resourceType\":\"Observation\",\"code\":{\"coding\":[{\"code\":\"children\"}]},"
                                + "\"valueInteger\":2}",
                        "{\"resourceType\":\"Goal\",\"description\":{\"text\":\"werk\"}}",
                        "{\"resourceType\":\"Goal\",\"description\":{\"text\":\"huis\"}}");
    }

    @Test
    void writesWhatItReadAsItWas() {
        Translator translator = Translator.load(folder);
        TranslatedReferral read = Samples.value(translator.toCanonical(message()));

        String written = new String(
                Samples.value(translator.toPartner(FhirMappings.toCare(read, "demo/1/out"), FhirMappings.CONTEXT))
                        .bytes(),
                StandardCharsets.UTF_8);

        assertThat(written)
                .isEqualTo("{\"geboortedatum\":\"00-05-1984\",\"geslacht\":\"vrouw\",\"nummer\":\"D-1\","
                        + "\"uitgever\":\"Loket\",\"naasten\":[{\"naam\":\"An\"},{\"naam\":\"Bo\"}],\"kinderen\":2,"
                        + "\"doelen\":[{\"tekst\":\"werk\"},{\"tekst\":\"huis\"}]}");
    }

    @Test
    void makesOneElementOfAllRowsThatNameItAlike() {
        TranslatedReferral read = Samples.value(Translator.load(folder).toCanonical(message()));

        assertThat(read.referral().items().get(0).resource().list("identifier")).hasSize(1);
        assertThat(read.referral().items().get(0).resource().list("contact")).hasSize(2);
    }

    @Test
    void tellsTheLineOfTheRowInBothDirections() {
        Translator translator = Translator.load(folder);
        Explanation<TranslatedReferral> in = Samples.value(translator.explain(message()));
        var out =
                Samples.value(translator.explain(FhirMappings.toCare(in.result(), "demo/1/out"), FhirMappings.CONTEXT));

        assertThat(in.fields())
                .anySatisfy(field -> assertThat(field)
                        .returns("items[0].resource.birthDate", Explanation.Field::target)
                        .returns(List.of("geboortedatum"), Explanation.Field::sources)
                        .returns("demo/1/parts/person.yaml:6", f -> f.rule().place())
                        .returns(List.of("dayMonthYear"), f -> f.rule().functions()));
        assertThat(out.fields())
                .anySatisfy(field -> assertThat(field)
                        .returns("geboortedatum", Explanation.Field::target)
                        .returns("demo/1/parts/person.yaml:6", f -> f.rule().place())
                        .returns(List.of("toDayMonthYear"), f -> f.rule().functions()))
                .anySatisfy(field -> assertThat(field)
                        .returns("geslacht", Explanation.Field::target)
                        .returns(Optional.of("~sex"), f -> f.rule().codes()));
    }

    @Test
    void belongsToTheVersionOfBothMappings() throws IOException {
        Map<String, String> before = Translator.load(folder).versions();
        write(PERSON.replace("uitgever", "afgever"));
        Map<String, String> after = Translator.load(folder).versions();

        assertThat(after.get("demo/1/in")).isNotEqualTo(before.get("demo/1/in"));
        assertThat(after.get("demo/1/out")).isNotEqualTo(before.get("demo/1/out"));
    }

    @Test
    void refusesAFunctionThatNothingUndoes() {
        refuses("as: dayMonthYear", "as: lower", "line 6", "'lower' has no way back", "'back'", "two rows");
        refuses("as: number, back: number", "as: number, back: eval", "line 21", "'eval' is not one of");
    }

    @Test
    void refusesItAlsoWhereOnlyTheWayInIsUsed() throws IOException {
        Files.delete(folder.resolve("demo/1/out.yaml"));
        refuses("as: dayMonthYear", "as: upper", "line 6", "'upper' has no way back");
    }

    @Test
    void refusesACodeTableInWhichNothingDecidesTheWayBack() throws IOException {
        Files.writeString(folder.resolve("codes/sex.csv"), "source,target\nman,male\nheer,male\nvrouw,female\n");
        refuses("as: dayMonthYear", "as: dayMonthYear", "line 7", "'~sex'", "codes/sex.csv, line 3", "man and heer");
    }

    @Test
    void refusesWhatWorksOneWayOnly() {
        refuses("ours: birthDate,", "ours: birthDate, when: {x: y},", "line 6", "'when' has no way back", "two rows");
        refuses("theirs: geboortedatum", "join: [a, b]", "line 6", "'join' has no way back");
        refuses("{theirs: geboortedatum, ours", "{ours", "line 6", "'theirs' is missing");
        refuses(", code: sex", ", code: sex, as: lower", "line 7", "'as' and 'code' together");
        refuses("code: sex", "code: sex.target", "line 7", "a column of a code table has no way back");
    }

    @Test
    void refusesAPathThatCannotBeWritten() {
        refuses("[system=urn:x].value", "[system!=urn:x].value", "line 8", "can be read but not written");
        refuses("[system=urn:x].value", "[Patient].value", "line 8", "can be read but not written");
        refuses("[system=urn:x].value", "[system=urn:x]", "line 8", "below the brackets");
        refuses("ours: birthDate", "ours: birth..date", "line 6", "is no path");
    }

    @Test
    void refusesARowForBothWaysInAGroupForOne() {
        refuses(
                "- ours: \"contact[*]\"\n      theirs: \"naasten[*]\"",
                "- to: \"contact[*]\"",
                "line 13",
                "for the way in");
        refuses("      theirs: \"naasten[*]\"\n", "      when: {a: b}\n", "line 12", "'when' has no way back");
    }

    @Test
    void refusesAnItemThatRepeatsOnOneSideOnly() {
        refuses("  ours: \"items[resource.resourceType=Goal].resource\"\n", "", "line 25", "needs 'ours' beside it");
    }

    @Test
    void leavesOutOnTheWayOutWhatHasNoPlaceInOurTree() throws IOException {
        write(PERSON.replace("  ours: joined.Patient\n", ""));
        Translator translator = Translator.load(folder);

        byte[] written = Samples.value(translator.toPartner(
                        FhirMappings.toCare(Samples.value(translator.toCanonical(message())), "demo/1/out"),
                        FhirMappings.CONTEXT))
                .bytes();

        assertThat(new String(written, StandardCharsets.UTF_8)).startsWith("{\"kinderen\":2");
    }

    private void write(String person) throws IOException {
        Files.writeString(folder.resolve("demo/1/parts/person.yaml"), person);
    }

    private static SourceMessage message() {
        return new SourceMessage(
                new PartnerId("loket"),
                Role.TOEG,
                "demo/1",
                "application/json",
                Optional.empty(),
                MESSAGE.getBytes(StandardCharsets.UTF_8),
                Map.of("messageId", "m-1"));
    }

    private void refuses(String part, String by, String... said) {
        assertThat(PERSON).contains(part);
        assertThatThrownBy(() -> {
                    write(PERSON.replace(part, by));
                    Translator.load(folder);
                })
                .isInstanceOf(MappingInvalid.class)
                .hasMessageContaining("demo/1/parts/person.yaml")
                .hasMessageContainingAll(said);
    }
}
