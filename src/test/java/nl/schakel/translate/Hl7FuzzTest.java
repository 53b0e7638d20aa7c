package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.HL7Exception;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever our reader of HL7 v2 takes, HAPI's parser reads the same at the same places. */
@Guards({Threat.T08, Threat.T15})
class Hl7FuzzTest {
    private static final Pattern KIND = Pattern.compile("[A-Z]{3}\\^[A-Z][0-9]{2}(\\+CON)?");

    static Stream<byte[]> kept() {
        String head = "MSH|^~\\&|A|GGZ-NOORD|B|C|20260410130000||REF^I12|1|P|2.5\r";
        return Stream.concat(
                Stream.of("01-ref-i12", "12-delimiters-in-a-name", "15-diacritics-and-deletions", "30-oru-zrm-2013")
                        .map(Samples::example),
                Stream.of(
                                head,
                                head + "PID|1||1^^^A^PI~2^^^B&C&D^PI||x&y^z\\F\\\\S\\\\T\\\\R\\\\E\\\r",
                                head + "PID|||\"\"|~~^^&&|a~b\rNTE\rNTE|1||x\\.br\\y\\X41\\\r",
                                head.replace("|", "!").replace("^", "$") + "PID!1!!a$b\r",
                                head.replace("2.5\r", "2.5||||||8859/15\r") + "PID|\u00e9\r",
                                head.replace("2.5\r", "2.5~\r"),
                                head + "Z01|" + "^".repeat(300) + "\r",
                                head + "PID|x\\\r")
                        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void whatIsTakenHapiReadsTheSame(byte[] bytes) throws HL7Exception {
        // Of what has no kind in three letters and an event, HAPI does not know which message it is; no mapping takes
        // it.
        Branch root = Bounded.read(bytes, () -> new Hl7Reader().open(Samples.ward(bytes), ""))
                .fold(opened -> KIND.matcher(opened.kind()).matches() ? opened.root() : null, problem -> null);
        if (root == null) {
            return;
        }
        HapiMessage hapi = HapiMessage.of(bytes);
        List<Leaf> leaves = new ArrayList<>();
        root.leaves(leaves::add);
        for (Leaf leaf : leaves) {
            String theirs = hapi.at(leaf.path());
            // HAPI undoes the five escapes of delimiters alone; blanks around a value mean nothing to us, nor does a
            // value of blanks.
            if (!theirs.contains("\\") && !leaf.isDeletion()) {
                assertThat(leaf.text().orElse("").replace("\\", "").strip())
                        .as(leaf.path())
                        .isEqualTo(theirs.strip());
            }
        }
    }
}
