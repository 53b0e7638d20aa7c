package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAPI HL7v2 reads the same values at the same places; it is the reference, never the product. */
class Hl7ReferenceParserTest {
    private static final Pattern PLACE =
            Pattern.compile("([A-Z0-9]{3})(?:\\((\\d+)\\))?-(\\d+)(?:\\((\\d+)\\))?(?:\\.(\\d+))?(?:\\.(\\d+))?");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-ref-i12",
                "02-adt-a03",
                "03-adt-a13",
                "04-adt-a01",
                "05-secret-address",
                "12-delimiters-in-a-name",
                "15-diacritics-and-deletions"
            })
    void readsTheSameValuesAsTheReferenceParser(String example) throws IOException, HL7Exception {
        byte[] bytes = Files.readAllBytes(Samples.HL7_EXAMPLES.resolve(example).resolve(Path.of("input.hl7")));
        Branch root =
                Samples.value(new Hl7Reader().open(Samples.ward(bytes), "")).root();
        PipeParser parser = new PipeParser();
        parser.setValidationContext(ValidationContextFactory.noValidation());
        Message reference = parser.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        List<Leaf> leaves = new ArrayList<>();
        root.leaves(leaves::add);
        assertThat(leaves).hasSizeGreaterThan(30);
        for (Leaf leaf : leaves) {
            // HAPI leaves hexadecimal escapes as they are.
            String theirs = reference(reference, leaf.path()).replace("\\X0D\\", "\n");
            assertThat(((nl.schakel.referral.Json.Text) leaf.value()).value())
                    .as(leaf.path())
                    .isEqualTo(theirs);
        }
    }

    private static String reference(Message message, String path) throws HL7Exception {
        Matcher place = PLACE.matcher(path);
        assertThat(place.matches()).as(path).isTrue();
        var segments = new ArrayList<ca.uhn.hl7v2.model.Segment>();
        collect(message, place.group(1), segments);
        var segment = segments.get(number(place.group(2)) - 1);
        return Terser.get(
                segment,
                number(place.group(3)),
                number(place.group(4)) - 1,
                number(place.group(5)),
                number(place.group(6)));
    }

    private static void collect(ca.uhn.hl7v2.model.Group group, String name, List<ca.uhn.hl7v2.model.Segment> found)
            throws HL7Exception {
        for (String child : group.getNames()) {
            for (ca.uhn.hl7v2.model.Structure structure : group.getAll(child)) {
                if (structure instanceof ca.uhn.hl7v2.model.Group inner) {
                    collect(inner, name, found);
                } else if (structure.getName().equals(name)) {
                    found.add((ca.uhn.hl7v2.model.Segment) structure);
                }
            }
        }
    }

    private static int number(String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }
}
