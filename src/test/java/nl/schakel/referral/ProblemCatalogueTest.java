package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue is complete, unambiguous and documented. */
class ProblemCatalogueTest {
    private static final Path PAGE = Path.of("docs/reference/errors.md");

    @Test
    void noTwoCausesShareACode() {
        Set<String> ids =
                Arrays.stream(ProblemCode.values()).map(ProblemCode::id).collect(Collectors.toSet());
        assertThat(ids).hasSameSizeAs(ProblemCode.values());
    }

    @Test
    void everyCodeSpeaksBothLanguagesAndSaysWhatToDo() {
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(code.english()).as(code.id()).endsWith(".");
            assertThat(code.dutch()).as(code.id()).endsWith(".").isNotEqualTo(code.english());
            assertThat(code.remedy()).as(code.id()).endsWith(".");
            assertThat(code.dutchRemedy()).as(code.id()).endsWith(".").isNotEqualTo(code.remedy());
            assertThat(code.acknowledgement()).as(code.id()).isIn("AE", "AR");
            assertThat(code.httpStatus()).as(code.id()).isBetween(400, 503);
        }
    }

    /** Run with {@code -Dschakel.write-docs=true} to write the page anew. */
    @Test
    void thePageIsWhatTheCatalogueSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("schakel.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Errors

                Every door answers from this one catalogue: HL7 v2 with an ACK and an ERR segment (ERR-5 holds the code), FHIR with
                an OperationOutcome, `/api` with `application/problem+json`. This page is generated from it.

                | code | English | Nederlands | what to do | wat te doen | MSA-1 | ERR-3 | FHIR issue | HTTP |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (ProblemCode code : ProblemCode.values()) {
            page.append("| <a id=\"%s\"></a>%s | %s | %s | %s | %s | %s | %d | %s | %d |\n"
                    .formatted(
                            code.id(),
                            code.id(),
                            code.english(),
                            code.dutch(),
                            code.remedy(),
                            code.dutchRemedy(),
                            code.acknowledgement(),
                            code.condition(),
                            code.issueType(),
                            code.httpStatus()));
        }
        return page.toString();
    }
}
