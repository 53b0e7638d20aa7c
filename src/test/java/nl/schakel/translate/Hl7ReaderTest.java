package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Guards(Threat.T15)
class Hl7ReaderTest {
    private final Translator translator = Translator.load(Samples.MAPPINGS);

    @Test
    void refusesALineFeed() {
        refuses(Samples.referral().replace("\r", "\n"), ProblemCode.SEPARATOR_NOT_CR);
        refuses(Samples.referral().replace("\r", "\r\n"), ProblemCode.SEPARATOR_NOT_CR);
    }

    @Test
    void refusesANul() {
        Problem problem = refuses(Samples.referral().replace("Johan", "Jo\0han"), ProblemCode.CONTROL_CHARACTER);
        assertThat(problem.seen()).contains("0x00");
        assertThat(problem.place().orElseThrow()).startsWith("byte ");
    }

    @Test
    void refusesWhatDoesNotBeginWithAHeader() {
        refuses("", ProblemCode.SYNTAX_BROKEN);
        refuses("MSH", ProblemCode.SYNTAX_BROKEN);
        refuses("MSH|^", ProblemCode.SYNTAX_BROKEN);
        refuses("MSH|^^^^|a", ProblemCode.SYNTAX_BROKEN);
        refuses("PID|1\rMSH|^~\\&|", ProblemCode.SYNTAX_BROKEN);
        refuses("\uFEFF" + Samples.referral(), ProblemCode.SYNTAX_BROKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "|REF^I12, |REF^I12~ADT^A31, MSH-9",
        "|P|2.5|, |P|2.5~|, MSH-12",
        "|P|2.5|, |P|~2.5|, MSH-12",
        "|P|2.5|, |P|2.5&|, MSH-12",
        "|REF^I12, |REF&X^I12, MSH-9",
        "|P|2.5|, |P|2\\X2E\\5|, MSH-12"
    })
    void refusesAHeaderThatCanBeReadInTwoWays(String once, String twice, String place) {
        Problem problem = refuses(Samples.referral().replace(once, twice), ProblemCode.SYNTAX_BROKEN);
        assertThat(problem.place()).contains(place);
    }

    /** With / as a delimiter, 8859/1 is 8859 and 1. */
    @ParameterizedTest
    @ValueSource(chars = {'^', '&'})
    void refusesACharacterSetThatIsInPartsByItsOwnDelimiters(char replaced) {
        String text = Samples.referral();
        Problem problem = refuses(
                text.replace(replaced, '\u0001')
                        .replace('/', replaced)
                        .replace('\u0001', '/')
                        .replace("8859" + replaced + "1", "8859/1"),
                ProblemCode.SYNTAX_BROKEN);
        assertThat(problem.place()).contains("MSH-18");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5\t", " 2.5", "2.5 "})
    void refusesAVersionWithBlanks(String version) {
        Problem problem =
                refuses(Samples.referral().replace("|P|2.5|", "|P|" + version + "|"), ProblemCode.VERSION_UNSUPPORTED);
        assertThat(problem.place()).contains("MSH-12");
    }

    @Test
    void refusesAMessageWithTwoControlIds() {
        String[] fields = Samples.referral().split("\\|", 11);
        Problem problem = refuses(
                Samples.referral().replace("|" + fields[9] + "|P|", "|" + fields[9] + "~X|P|"),
                ProblemCode.SYNTAX_BROKEN);
        assertThat(problem.place()).contains("MSH-10");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 9, 20, 60, 75})
    void refusesATruncatedHeader(int length) {
        assertThat(Samples.problem(translator.toCanonical(
                                Samples.ward(Samples.referral().substring(0, length))))
                        .code())
                .isIn(
                        ProblemCode.SYNTAX_BROKEN,
                        ProblemCode.VERSION_UNSUPPORTED,
                        ProblemCode.MESSAGE_ID_MISSING,
                        ProblemCode.MESSAGE_TYPE_UNKNOWN);
    }

    @Test
    void refusesAnUnknownMessageTypeWithAR() {
        Problem problem = refuses(Samples.referral().replace("REF^I12", "REF^I99"), ProblemCode.MESSAGE_TYPE_UNKNOWN);
        assertThat(problem.place()).contains("MSH-9");
        assertThat(problem.seen()).contains("REF^I99");
        assertThat(problem.expected().orElseThrow()).contains("REF^I12", "ADT^A13");
        assertThat(problem.code().acknowledgement()).isEqualTo("AR");
    }

    @Test
    void takesTheVersionsNamedAndRefusesOthers() {
        takes(Samples.referral().replace("|P|2.5|", "|P|2.4|"));
        takes(Samples.referral().replace("|P|2.5|", "|P|2.5.1|"));
        refuses(Samples.referral().replace("|P|2.5|", "|P|2.6|"), ProblemCode.VERSION_UNSUPPORTED);
        refuses(Samples.referral().replace("|P|2.5|", "|P||"), ProblemCode.VERSION_UNSUPPORTED);
    }

    @Test
    void refusesAMessageWithoutAnIdOfItsOwn() {
        assertThat(refuses(Samples.referral().replace("GGZ0000005", ""), ProblemCode.MESSAGE_ID_MISSING)
                        .place())
                .contains("MSH-10");
        refuses(Samples.referral().replace("GGZ0000005", "X".repeat(129)), ProblemCode.LIMIT_EXCEEDED);
    }

    @Test
    void readsTheDeclaredCharacterSet() {
        String text = Samples.referral().replace("Johan", "Renée €");
        byte[] latin9 = text.replace("8859/1", "8859/15").getBytes(java.nio.charset.Charset.forName("ISO-8859-15"));
        byte[] utf8 = text.replace("8859/1", "UNICODE UTF-8").getBytes(StandardCharsets.UTF_8);
        byte[] windows = text.replace("8859/1", "").getBytes(java.nio.charset.Charset.forName("windows-1252"));
        assertThat(given(Samples.ward(latin9))).isEqualTo("Renée €");
        assertThat(given(Samples.ward(utf8))).isEqualTo("Renée €");
        assertThat(given(withCharset(windows, "windows-1252"))).isEqualTo("Renée €");
    }

    @Test
    void refusesBytesThatDoNotFitTheDeclaredCharacterSet() {
        String accented = Samples.referral().replace("Johan", "Renée");
        refuses(accented.replace("8859/1", "UNICODE UTF-8"), ProblemCode.CHARSET_INVALID);
        refuses(accented.replace("8859/1", "ASCII"), ProblemCode.CHARSET_INVALID);
        refuses(Samples.referral().replace("8859/1", "UNICODE UTF-16"), ProblemCode.CHARSET_INVALID);
        refuses(Samples.referral().replace("Johan", "Jo\u0080han"), ProblemCode.CHARSET_INVALID);
        assertThat(Samples.problem(translator.toCanonical(withCharset(
                                Samples.referral().replace("8859/1", "").getBytes(), "ebcdic")))
                        .code())
                .isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    void refusesMoreThanTheLimits() {
        refuses(Samples.referral() + "NTE|1|P|x\r".repeat(3_000), ProblemCode.LIMIT_EXCEEDED);
        refuses(Samples.referral() + "NTE|1|P|" + "a~".repeat(200) + "\r", ProblemCode.LIMIT_EXCEEDED);
        refuses(Samples.referral() + "NTE|1|P|" + "|".repeat(300) + "x\r", ProblemCode.LIMIT_EXCEEDED);
        refuses(Samples.referral() + "NTE|1|P|" + "a^".repeat(300) + "\r", ProblemCode.LIMIT_EXCEEDED);
        refuses(Samples.referral() + "NTE|1|P|" + "x".repeat(2 * 1024 * 1024) + "\r", ProblemCode.TOO_LARGE);
    }

    @Test
    void refusesABrokenSegment() {
        assertThat(refuses(Samples.referral() + "nte|1\r", ProblemCode.SYNTAX_BROKEN)
                        .place())
                .contains("segment 13");
        refuses(Samples.referral() + "\r", ProblemCode.SYNTAX_BROKEN);
        refuses(Samples.referral() + "NTEX|1\r", ProblemCode.SYNTAX_BROKEN);
        refuses(Samples.referral() + Samples.referral(), ProblemCode.SYNTAX_BROKEN);
    }

    @Test
    void refusesAnEscapeThatIsNone() {
        assertThat(refuses(Samples.referral().replace("Johan", "Jo\\Q\\han"), ProblemCode.SYNTAX_BROKEN)
                        .place())
                .contains("PID-5.2");
        refuses(Samples.referral().replace("Johan", "Johan\\"), ProblemCode.SYNTAX_BROKEN);
        refuses(Samples.referral().replace("Johan", "\\X00\\"), ProblemCode.SYNTAX_BROKEN);
        refuses(Samples.referral().replace("Johan", "\\XZZ\\"), ProblemCode.SYNTAX_BROKEN);
    }

    @Test
    void readsOtherDelimitersThanTheUsualOnes() {
        String other = Samples.referral()
                .replace("&", "%")
                .replace("^", "$")
                .replace("~", "*")
                .replace("|", "#")
                .replace("\\", "!");
        assertThat(takes(other).referral().items())
                .isEqualTo(takes(Samples.referral()).referral().items());
    }

    @Test
    void takesTheLastSegmentWithOrWithoutItsEnd() {
        String text = Samples.referral();
        assertThat(takes(text.substring(0, text.length() - 1)).losses())
                .isEqualTo(takes(text).losses());
    }

    @Test
    void refusesADateThatIsNone() {
        Problem problem = refuses(Samples.referral().replace("|19840517|", "|19840231|"), ProblemCode.DATE_INVALID);
        assertThat(problem.place()).contains("PID-7");
        assertThat(problem.seen()).contains("8 digits");
    }

    @Test
    void refusesAPriorityThatTheTableDoesNotKnow() {
        Problem problem = refuses(Samples.referral().replace("A^ASAP", "Q^Quick"), ProblemCode.CODE_UNKNOWN);
        assertThat(problem.place()).contains("RF1-2.1");
    }

    @Test
    void namesNobodyInARefusal() {
        String text = Samples.referral().replace("999900420", "vandermeer");
        Problem problem = refuses(text, ProblemCode.BSN_INVALID);
        assertThat(problem.toString() + problem.sentence()).doesNotContain("vandermeer");
    }

    @Test
    void refusesAFamilyOfMappingsThatIsNotThere() {
        SourceMessage ward = Samples.ward(Samples.referral());
        SourceMessage other = new SourceMessage(
                ward.sender(),
                ward.senderRole(),
                "hl7v2-nl/9",
                ward.mediaType(),
                ward.charset(),
                ward.bytes(),
                ward.facts());
        assertThat(Samples.problem(translator.toCanonical(other)).code()).isEqualTo(ProblemCode.MAPPING_MISSING);
    }

    private static SourceMessage withCharset(byte[] bytes, String charset) {
        SourceMessage ward = Samples.ward(bytes);
        return new SourceMessage(
                ward.sender(),
                ward.senderRole(),
                ward.mapping(),
                ward.mediaType(),
                Optional.of(charset),
                bytes,
                ward.facts());
    }

    private String given(SourceMessage source) {
        InformationItem identity = Samples.value(translator.toCanonical(source)).referral().items().stream()
                .filter(item -> item.resource().get("name").isPresent())
                .findFirst()
                .orElseThrow();
        return identity.resource()
                .list("name")
                .get(0)
                .asObject()
                .orElseThrow()
                .list("given")
                .get(0)
                .asText()
                .orElseThrow();
    }

    private TranslatedReferral takes(String message) {
        return Samples.value(translator.toCanonical(Samples.ward(message)));
    }

    private Problem refuses(String message, ProblemCode code) {
        Problem problem = Samples.problem(translator.toCanonical(Samples.ward(message)));
        assertThat(problem.code()).isEqualTo(code);
        return problem;
    }
}
