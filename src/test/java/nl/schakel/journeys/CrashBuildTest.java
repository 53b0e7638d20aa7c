package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nl.schakel.journeys.CrashBuild.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harness changes lines of the product's sources; when those lines are changed there, it is told here and at once. */
class CrashBuildTest {
    @Test
    void findsThePlacesOfAllGaps() throws IOException {
        String all = String.join("", CrashBuild.texts(CrashGap.points()).values());
        for (CrashGap gap : CrashGap.values()) {
            boolean inTheNetwork = gap == CrashGap.ANSWER_LOST;
            assertThat(all.contains("CrashPoint.at(\"" + gap.code() + "\")")
                            || all.contains("CrashPoint.soon(\"" + gap.code() + "\")"))
                    .as(gap.toString())
                    .isEqualTo(!inTheNetwork);
        }
    }

    @ParameterizedTest
    @EnumSource(CrashMutant.class)
    void findsThePlaceOfEachMistake(CrashMutant mutant) throws IOException {
        List<Change> changes = CrashGap.points();
        changes.addAll(mutant.changes());
        assertThat(CrashBuild.texts(changes)).isNotEqualTo(CrashBuild.texts(new ArrayList<>(CrashGap.points())));
    }

    @Test
    void refusesAChangeOfWhatIsNotThereOrThereTwice() {
        assertThatThrownBy(() -> CrashBuild.texts(List.of(new Change("journal/Sweep.java", "no such line", ""))))
                .hasMessageContaining("journal/Sweep.java", "no such line");
        assertThatThrownBy(() -> CrashBuild.texts(List.of(new Change("journal/Sweep.java", "import", ""))))
                .isInstanceOf(AssertionError.class);
    }
}
