package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping file that cannot work is refused at load, with its line. */
class MappingLoadTest {
    private static final String GOOD = """
            mapping: demo/1/ref
            title: a small mapping
            reads: hl7v2
            kinds: [REF^I12]
            event: REFERRAL
            purpose: TRANSITION
            client: {one: PID, identifier: PID-3}
            envelope:
              - {from: MSH-10, to: messageId}
              - {from: MSH-7, to: created, as: moment}
              - {from: "PID-3[5=PI].1", to: localId}
            items:
              - category: identity
                resource: Patient
                rows:
                  - {from: PID-7, to: birthDate, as: date}
                  - {from: PID-8, to: gender, code: sex}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void codes() throws IOException {
        Files.createDirectories(folder.resolve("demo/1/parts"));
        Files.createDirectories(folder.resolve("codes"));
        Files.writeString(folder.resolve("codes/sex.csv"), "source,target\nM,male\n");
    }

    @Test
    void loadsAMappingThatWorks() throws IOException {
        assertThat(load(GOOD).knows("demo/1/ref")).isTrue();
        assertThat(load(GOOD).knows("demo/1/other")).isFalse();
    }

    @Test
    @Guards(Threat.T43)
    void givesTheVersionTheHashOfAllThatWasRead() throws IOException {
        String first = version();
        Files.writeString(folder.resolve("codes/sex.csv"), "source,target\nM,male\nF,female\n");
        String second = version();
        Files.writeString(folder.resolve("codes/unused.csv"), "source,target\nM,male\n");
        assertThat(first).matches("demo/1/ref@[0-9a-f]{8}").isNotEqualTo(second);
        assertThat(version()).isEqualTo(second);
    }

    private String version() throws IOException {
        return Samples.value(load(GOOD)
                        .toCanonical(new SourceMessage(
                                new nl.schakel.referral.PartnerId("ggz-noord"),
                                nl.schakel.referral.Role.GGZ,
                                "demo/1",
                                "application/hl7-v2",
                                java.util.Optional.empty(),
                                Samples.example("01-ref-i12"),
                                java.util.Map.of())))
                .mapping();
    }

    @Test
    void refusesAnUnknownFunction() {
        refuses(GOOD.replace("as: date", "as: eval"), "line 16", "'eval' is not one of", "date");
        refuses(GOOD.replace("as: date", "as: padded nine"), "line 16", "'padded nine' does not take this argument");
        refuses(GOOD.replace("as: date", "as: within 1"), "line 16", "'within 1' does not take this argument");
    }

    @Test
    void refusesACodeTableThatIsNotThere() {
        refuses(GOOD.replace("code: sex", "code: colour"), "line 17", "no code table 'colour'");
        refuses(GOOD.replace("code: sex", "code: sex.french"), "line 17", "sex.french");
    }

    @Test
    void refusesAPathThatIsNotWellFormed() {
        refuses(GOOD.replace("PID-7", "PID.7.1-2"), "line 16", "no HL7 v2 path");
        refuses(GOOD.replace("[5=PI]", "[PI]"), "line 11", "[path=value]");
        refuses(GOOD.replace("to: birthDate", "to: birth date!"), "line 16", "no target path");
    }

    @Test
    void refusesTwoRowsForOneTarget() {
        refuses(GOOD.replace("to: gender", "to: birthDate"), "line 17", "'birthDate'", "never reached");
    }

    @Test
    void refusesARowBehindAConstant() {
        String row = "      - {from: PID-7, to: birthDate, as: date}";
        refuses(GOOD.replace(row, "      - {value: x, to: birthDate}\n" + row), "line 17", "never reached");
    }

    @Test
    void refusesAValueAndSomethingInsideIt() {
        refuses(GOOD.replace("to: gender", "to: birthDate.day"), "line 17", "'birthDate.day' clashes with 'birthDate'");
        refuses(
                GOOD.replace("to: birthDate, as: date", "to: gender.text, as: date"),
                "line 17",
                "'gender' clashes with 'gender.text'");
    }

    @Test
    void refusesARowBehindAGroupThatWritesIntoTheSameElement() {
        String row = "      - {from: PID-7, to: birthDate, as: date}";
        refuses(GOOD.replace(row, "      - rows: [{from: PID-7, to: gender}]"), "line 17", "never reached");
    }

    @Test
    void refusesWhatMustAndMustNotBeTheSame() throws IOException {
        String row = "{from: PID-7, to: birthDate, as: date";
        refuses(GOOD.replace(row, row + ", when: {PID-8: M}, unless: {PID-8: [M, F]}"), "line 16", "never reached");
        refuses(GOOD.replace(row, row + ", when: {PID-8: M}, unless: {PID-8: \"*\"}"), "line 16", "never reached");
        assertThat(load(GOOD.replace(row, row + ", when: {PID-8: [M, F]}, unless: {PID-8: [M]}"))
                        .knows("demo/1/ref"))
                .isTrue();
    }

    @Test
    void refusesARequiredTargetThatNoRowWrites() throws IOException {
        String required =
                GOOD.replace("    resource: Patient\n", "    resource: Patient\n    requires: [gender, name.family]\n");
        refuses(required, "line 15", "no row writes 'name.family'");
        String name = "      - {to: \"name[*]\", rows: [{from: PID-5.1, to: family}]}\n";
        assertThat(load(required + name).knows("demo/1/ref")).isTrue();
        refuses("""
                mapping: demo/1/ref
                title: out
                reads: release
                writes: hl7v2
                media: application/hl7-v2
                requires: [PID-3.1, PID-7]
                rows:
                  - {segment: PID, rows: [{from: joined.Patient.birthDate, to: PID-7}]}
                """, "line 6", "no row writes 'PID-3.1'");
    }

    @Test
    void refusesAnEnvelopeThatCanOnlyBeRefused() {
        refuses(GOOD.replace("to: localId", "to: service"), "line 9", "'bsn' or 'localId'");
        refuses(GOOD.replace("REFERRAL", "DISCHARGE"), "line 9", "'exitDate'");
        refuses(GOOD.replace("REFERRAL", "ANSWER"), "line 9", "'answerStatus'");
    }

    @Test
    void refusesALabelOrNeedThatNobodyKnows() {
        String row = "  - {from: MSH-10, to: messageId}\n";
        refuses(GOOD.replace(row, row + "  - {value: secret-adress, to: \"labels[*]\"}\n"), "line 10", "no label");
        refuses(GOOD.replace(row, row + "  - {value: money, to: \"needs[*]\"}\n"), "line 10", "no need");
    }

    @Test
    void refusesAPathThatTwoRulesDrop() {
        refuses(GOOD + """
                drop:
                  - {rule: one, paths: [PV1-2], why: "first"}
                  - {rule: two, paths: [PV1-3, PV1-2], why: "second"}
                """, "line 20", "'PV1-2' is dropped by an earlier rule");
    }

    @Test
    void refusesASafetyWithoutReasonOrPath() {
        refuses(GOOD + "safety:\n  - {paths: [PD1-12]}\n", "line 19", "'why' is missing");
        refuses(GOOD + "safety:\n  - {paths: [PD1.12], why: x}\n", "line 19", "no HL7 v2 path");
    }

    @Test
    void refusesACategoryEventPurposeOrTargetThatIsNotThere() {
        refuses(GOOD.replace("category: identity", "category: gossip"), "line 13", "no category");
        refuses(GOOD.replace("REFERRAL", "PARTY"), "line 5", "PARTY");
        refuses(GOOD.replace("TRANSITION", "PARTY"), "line 6", "no purpose");
        refuses(GOOD.replace("to: localId", "to: shoeSize"), "line 11", "shoeSize");
    }

    @Test
    void refusesAnEnvelopeWithoutMessageId() {
        refuses(GOOD.replace("  - {from: MSH-10, to: messageId}\n", ""), "no row has the target 'messageId'");
    }

    @Test
    void refusesAnUnknownMemberAndARepeatedOne() {
        refuses(GOOD.replace("as: date}", "az: date}"), "line 16", "'az' is not one of");
        refuses(GOOD + "title: again\n", "'title' is written twice");
        refuses(GOOD.replace("from: PID-7,", "from: PID-7, value: x,"), "exactly one of");
    }

    @Test
    void refusesAFileThatIsNotWhereItsNameSays() {
        refuses(GOOD.replace("mapping: demo/1/ref", "mapping: demo/1/other"), "line 1", "demo/1/ref");
    }

    @Test
    void refusesTwoMappingsForOneKind() throws IOException {
        Files.writeString(folder.resolve("demo/1/a.yaml"), GOOD.replace("demo/1/ref", "demo/1/a"));
        refuses(GOOD, "REF^I12", "belongs to demo/1/a already");
    }

    @Test
    void refusesAPartThatIsNotThereOrGoesInACircle() throws IOException {
        String withPart = GOOD.replace("      - {from: PID-7, to: birthDate, as: date}", "      - include: birth");
        refuses(withPart, "line 16", "no part 'birth'");
        refuses(GOOD.replace("      - {from: PID-7, to: birthDate, as: date}", "      - include: ../../x"), "no part");
        Files.writeString(folder.resolve("demo/1/parts/birth.yaml"), "- include: birth\n");
        refuses(withPart, "parts/birth.yaml, line 1", "deeper than");
        Files.writeString(folder.resolve("demo/1/parts/birth.yaml"), "- {from: PID-7, to: birthDate, as: nothing}\n");
        refuses(withPart, "parts/birth.yaml, line 1", "'nothing'");
        Files.writeString(folder.resolve("demo/1/parts/birth.yaml"), "- {from: PID-7, to: birthDate, as: date}\n");
        assertThat(load(withPart).knows("demo/1/ref")).isTrue();
    }

    @Test
    void refusesWhatARowSaysWithoutEffect() throws IOException {
        String row = "{from: PID-7, to: birthDate, as: date}";
        refuses(
                GOOD.replace(row, "{value: x, to: birthDate, as: date}"),
                "line 16",
                "'as' has no effect of a constant");
        refuses(GOOD.replace(row, "{from: PID-7, to: birthDate, with: \" \"}"), "line 16", "without 'join'");
        refuses(GOOD.replace(row, "{from: PID-7, to: birthDate, unknown: drop}"), "line 16", "without 'code'");
        refuses(GOOD.replace(row, "{join: [PID-7, PID-8], to: birthDate, required: true}"), "line 16", "beside 'join'");
        refuses(GOOD.replace(row, "{from: PID-5.2, to: \"given[*]\", required: true}"), "line 16", "several values");
        refuses(GOOD.replace(row, "{first: [PID-5.2, PID-5.3], to: \"given[*]\"}"), "line 16", "is never read");
        refuses(GOOD.replace(row, "{from: PID-7, to: birthDate, as: tree, code: sex}"), "line 16", "copied");
        assertThat(load(GOOD.replace(row, "{join: [PID-7, PID-8], with: \"-\", to: birthDate}"))
                        .knows("demo/1/ref"))
                .isTrue();
    }

    @Test
    void refusesAnItemThatIsIncludedTwice() throws IOException {
        Files.writeString(
                folder.resolve("demo/1/parts/twice.yaml"),
                "- item: one\n  category: identity\n  resource: Patient\n  rows: [{from: PID-7, to: birthDate}]\n");
        assertThat(load(GOOD + "  - include: twice\n").knows("demo/1/ref")).isTrue();
        refuses(
                GOOD + "  - include: twice\n  - include: twice\n",
                "demo/1/parts/twice.yaml, line 1",
                "in the mapping twice");
    }

    @Test
    void refusesTwoReasonsUnderOneName() throws IOException {
        String drop = "drop:\n  - {rule: one, paths: [PV1-2], why: first}\n";
        assertThat(load(GOOD + drop + "  - {rule: one, paths: [PV1-3], why: first}\n")
                        .knows("demo/1/ref"))
                .isTrue();
        refuses(GOOD + drop + "  - {rule: one, paths: [PV1-3], why: second}\n", "line 20", "another reason already");
    }

    @Test
    void tellsWhatNothingUses() throws IOException {
        Files.writeString(folder.resolve("demo/1/parts/alone.yaml"), "- {from: PID-7, to: birthDate}\n");
        Files.writeString(folder.resolve("codes/alone.csv"), "source,target\na,b\n");
        assertThat(load(GOOD).unused())
                .containsExactly(
                        "demo/1/parts/alone.yaml: no mapping includes this part",
                        "codes/alone.csv: no row uses this code table");
        assertThat(Translator.load(Samples.MAPPINGS).unused()).isEmpty();
    }

    @Test
    void refusesWhatIsNoYaml() {
        refuses("mapping: [", "no YAML");
        refuses("", "line 1", "empty");
        refuses("- a\n- b\n", "members are expected");
    }

    @Test
    void refusesACodeTableWithoutItsHeader() throws IOException {
        Files.writeString(folder.resolve("codes/sex.csv"), "M,male\n");
        refuses(GOOD, "codes/sex.csv", "source,target");
        Files.writeString(folder.resolve("codes/sex.csv"), "source,target\nM,male,extra\n");
        refuses(GOOD, "codes/sex.csv, line 2", "not as many values");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> Translator.load(folder.resolve("nowhere")))
                .isInstanceOf(MappingInvalid.class)
                .hasMessageContaining("no such folder");
    }

    private Translator load(String yaml) throws IOException {
        Files.writeString(folder.resolve("demo/1/ref.yaml"), yaml);
        return Translator.load(folder);
    }

    private void refuses(String yaml, String... said) {
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(MappingInvalid.class).hasMessageContainingAll(said);
    }
}
