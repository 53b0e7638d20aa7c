package nl.schakel.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirXmlTest {
    /** HAPI refuses these too and does not say where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<birthDate value='1991-09-03'/><birthDate value='1990-01-01'/>; Patient.birthDate; a second one; one",
                "<identifier><value value='1'/><value value='2'/></identifier>; Patient.identifier[0].value; a second one; one",
                "<name><family value='x'/></name><name><period/><period/></name>; Patient.name[1].period; a second one; one",
                "<deceasedBoolean value='true'/><deceasedDateTime value='2020'/>; Patient.deceasedDateTime; a second one; one",
                "<contained><Basic/><Basic/></contained>; Patient.contained[0]; a second one; one",
                "<contained><Kanarie/></contained>; Patient.contained[0]; no resource of R4; a resource of R4",
                "<Kanarie value='x'/>; Patient.?; an element that R4 does not have here; the elements of R4 alone, and extensions",
                "<BirthDate value='x'/>; Patient.?; an element that R4 does not have here; birthDate",
                "<birthDate><value value='x'/></birthDate>; Patient.birthDate.value; an element that R4 does not have here; the elements of R4 alone, and extensions"
            })
    @Guards(Threat.T11)
    void refusesWhatIsNoR4WithItsPlace(String inside, String place, String seen, String expected) {
        Problem problem = refused("<Patient" + FHIR + ">" + inside + "</Patient>");

        assertThat(problem.code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
        assertThat(problem.place()).hasValue(place);
        assertThat(problem.seen()).hasValue(seen);
        assertThat(problem.expected()).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<identifier><value value='1'/></identifier><identifier><value value='2'/></identifier>",
                "<name><given value='x'/><given value='y'/></name>",
                "<birthDate value='1991-09-03'><extension url='u'><valueCode value='c'/></extension></birthDate>",
                "<contained><Basic><id value='a'/></Basic></contained><contained><Basic><id value='b'/></Basic></contained>",
                "<text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'><p>a</p><p>b</p></div></text>"
            })
    void takesWhatMayRepeat(String inside) {
        assertThat(json("<Patient" + FHIR + ">" + inside + "</Patient>")).startsWith("{\"resourceType\":\"Patient\"");
    }

    private static final String FHIR = " xmlns=\"http://hl7.org/fhir\"";

    @Test
    void makesJsonOfAResource() {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Patient" + FHIR
                + "><id value=\"p1\"/><name><family value=\"Müller\"/></name><birthDate value=\"1984-05-17\"/></Patient>";

        assertThat(json(xml))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"family\":\"Müller\"}],"
                        + "\"birthDate\":\"1984-05-17\"}");
    }

    @Test
    void keepsAnAmountExactly() {
        String xml = "<Observation" + FHIR + "><valueQuantity><value value=\"1240.0\"/></valueQuantity></Observation>";

        assertThat(json(xml)).contains("1240.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Patient><Patient xmlns=\"http://hl7.org/fhir\"/>",
                "<!DOCTYPE Patient SYSTEM \"file:///etc/passwd\"><Patient xmlns=\"http://hl7.org/fhir\"/>",
                "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x;</p>",
                "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><l>&c;</l>"
            })
    void refusesADocumentType(String xml) {
        assertThat(refused(xml).code()).isEqualTo(ProblemCode.DOCTYPE_REFUSED);
    }

    @Test
    @Guards(Threat.T13)
    void refusesTwentyThousandLevels() {
        String deep = "<a" + FHIR + ">" + "<a>".repeat(20_000) + "</a>".repeat(20_001);

        assertThat(refused(deep).code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
    }

    @Test
    void refusesMoreElementsThanTheLimit() {
        assertThat(refused("<a" + FHIR + ">" + "<b/>".repeat(Limits.TOKENS) + "</a>")
                        .code())
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
    }

    @Test
    void refusesANumberThatGrowsWhenItIsUsed() {
        String bomb =
                "<Observation" + FHIR + "><valueQuantity><value value=\"1e999999999\"/></valueQuantity></Observation>";

        assertThat(refused(bomb).code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(refused(bomb).place())
                .hasValueSatisfying(place -> assertThat(place).startsWith("line 1, column"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<Patient",
                "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"1\"></Patient>",
                "<Patient/>",
                "<Nothing xmlns=\"http://hl7.org/fhir\"/>",
                "<Patient xmlns=\"http://hl7.org/fhir\"><secretname value=\"x\"/></Patient>",
                "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"&undeclared;\"/></Patient>"
            })
    void refusesWhatIsNoFhirAndQuotesNothingOfIt(String xml) {
        Problem problem = refused(xml);

        assertThat(problem.code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
        assertThat(problem.sentence()).doesNotContain("secretname", "undeclared", "Exception", "HAPI");
    }

    @Test
    void refusesBytesThatAreNoUtf8AndTooMany() {
        byte[] latin1 = "<a b=\"é\"/>".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(problem(latin1).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(problem(new byte[Limits.MESSAGE_BYTES + 1]).code()).isEqualTo(ProblemCode.TOO_LARGE);
    }

    private static String json(String xml) {
        return FhirXml.toJson(utf8(xml))
                .fold(bytes -> new String(bytes, StandardCharsets.UTF_8), problem -> fail(problem.sentence()));
    }

    private static Problem refused(String xml) {
        return problem(utf8(xml));
    }

    private static Problem problem(byte[] xml) {
        return FhirXml.toJson(xml).fold(json -> fail("accepted"), problem -> problem);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
