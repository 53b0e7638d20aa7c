package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A new set of mappings is active at once and whole; whoever was read with another one keeps it. */
class ActiveMappingsTest {
    @TempDir
    Path folder;

    private Path mappings;
    private ActiveMappings active;

    @BeforeEach
    void aCopyOfTheMappings() throws IOException {
        mappings = folder.resolve("mappings");
        FileSystemUtils.copyRecursively(Samples.MAPPINGS, mappings);
        active = open();
    }

    @Test
    void anUnknownCodeIsAGapAndTheMessageCanWait() {
        Step<TranslatedReferral> read = active.translator().toCanonical(odd());
        Problem problem = read.fold(fine -> Problem.of(ProblemCode.DEFECT), refused -> refused);
        Step<Translator.Outside> outside = active.translator().outside(odd());

        assertThat(problem.code()).isEqualTo(ProblemCode.CODE_UNKNOWN);
        assertThat(problem.gaps()).containsExactly(new CodeGap("priority", "Q", "RF1-2.1"));
        assertThat(outside).isInstanceOf(Step.Next.class);
    }

    @Test
    void anAddedCodeIsKnownOnceTheSetIsActive() throws IOException {
        String before = active.translator().set();
        addCode();
        assertThat(isRead(active.translator())).isFalse();

        Activation activation = active.activate();

        assertThat(activation.before()).isEqualTo(before);
        assertThat(activation.after()).isEqualTo(active.translator().set()).isNotEqualTo(before);
        assertThat(activation.changes()).extracting(Activation.Change::mapping).contains("hl7v2-nl/2.5/ref-i12");
        assertThat(isRead(active.translator())).isTrue();
    }

    @Test
    void whoWasReadWithAnEarlierSetKeepsIt() throws IOException {
        String before = active.translator().set();
        addCode();
        active.activate();

        assertThat(isRead(active.translator(before).orElseThrow())).isFalse();
    }

    @Test
    void anEarlierSetOutlivesTheProcess() throws IOException {
        String before = active.translator().set();
        addCode();
        ActiveMappings afterRestart = open();

        assertThat(afterRestart.translator().set()).isNotEqualTo(before);
        assertThat(isRead(afterRestart.translator(before).orElseThrow())).isFalse();
        assertThat(afterRestart.translator("0000000000000000")).isEmpty();
    }

    @Test
    @Guards(Threat.T43)
    void aFaultChangesNothingAndIsNamed() throws IOException {
        String before = active.translator().set();
        Files.writeString(mappings.resolve("hl7v2-nl/2.5/ref-i12.yaml"), "mapping: something-else\n");

        assertThatThrownBy(() -> active.activate())
                .isInstanceOf(MappingInvalid.class)
                .hasMessageContaining("hl7v2-nl/2.5/ref-i12.yaml");
        assertThat(active.translator().set()).isEqualTo(before);
        assertThat(active.translator().knows("hl7v2-nl/2.5/ref-i12")).isTrue();
    }

    @Test
    void nothingChangedIsSaid() {
        Activation activation = active.activate();

        assertThat(activation.after()).isEqualTo(activation.before());
        assertThat(activation.changes()).isEmpty();
    }

    @Test
    void anExampleOrTheLawsTableIsNoPartOfTheSet() throws IOException {
        String before = active.translator().set();
        Files.writeString(mappings.resolve("hl7v2-nl/2.5/examples/01-ref-i12/why.md"), "other words");

        assertThat(active.activate().after()).isEqualTo(before);
    }

    private ActiveMappings open() {
        return ActiveMappings.open(mappings, folder.resolve("archive"));
    }

    private void addCode() throws IOException {
        Path table = mappings.resolve("codes/priority.csv");
        Files.writeString(table, Files.readString(table).stripTrailing() + "\nQ,urgent,Snel,inexact,\n");
    }

    private static SourceMessage odd() {
        return Samples.ward(Samples.referral().replace("A^ASAP", "Q^Quick"));
    }

    private static boolean isRead(Translator translator) {
        return translator.toCanonical(odd()) instanceof Step.Next<?>;
    }
}
