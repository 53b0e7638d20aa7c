package nl.schakel.translate.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;

class StufAnswerTest {
    private static final Instant AT = Instant.parse("2026-04-19T07:30:15Z");
    private static final String NUMBER = "9c0f7b90-5c69-41e5-a837-0800200c9a66";
    private static final Path SCHEMA =
            Path.of(System.getProperty("schakel.reference", "../shared/reference"), "stuf-ggk/schema/0301");

    @Test
    void confirmsToWhoSentIt() throws IOException {
        SoapReply reply = read(StufAnswer.taken(original(), NUMBER, AT));

        assertThat(reply.kind()).isEqualTo(SoapReply.Kind.TAKEN);
        assertThat(reply.answers()).hasValue("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011");
        assertThat(new String(StufAnswer.taken(original(), NUMBER, AT), StandardCharsets.UTF_8))
                .contains("<StUF:zender><StUF:organisatie>90001234<", "<StUF:ontvanger><StUF:organisatie>0772<")
                .contains("<StUF:tijdstipBericht>20260419093015<");
    }

    @Test
    void refusesInAFaultWithThePlaceAndWithoutTheValue() throws IOException {
        Problem problem = Problem.at(ProblemCode.BSN_INVALID, "parameters/bericht/xmlBestand#Client/Bsn")
                .seen("9 digits");
        byte[] answer = StufAnswer.refused(Optional.of(original()), NUMBER, AT, problem);
        SoapReply reply = read(answer);

        assertThat(reply.kind()).isEqualTo(SoapReply.Kind.REFUSED);
        assertThat(reply.code()).isEqualTo("StUF058");
        assertThat(reply.answers()).hasValue("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011");
        assertThat(new String(answer, StandardCharsets.UTF_8))
                .contains("soap:Client", "SCH-2003", "xmlBestand#Client/Bsn", "<StUF:plek>client<");
    }

    @Test
    void saysWhoseFaultItIs() throws IOException {
        SoapReply ours = read(
                StufAnswer.refused(Optional.of(original()), NUMBER, AT, Problem.of(ProblemCode.JOURNAL_UNAVAILABLE)));
        SoapReply unknown =
                read(StufAnswer.refused(Optional.of(original()), NUMBER, AT, Problem.of(ProblemCode.SENDER_MISMATCH)));
        SoapReply bare = read(StufAnswer.refused(Optional.empty(), NUMBER, AT, Problem.of(ProblemCode.SYNTAX_BROKEN)));

        assertThat(ours.kind()).isEqualTo(SoapReply.Kind.OTHER);
        assertThat(unknown.code()).isEqualTo("IB210");
        assertThat(bare.kind()).isEqualTo(SoapReply.Kind.REFUSED);
        assertThat(bare.code()).isEqualTo("soap:Client");
        assertThat(bare.answers()).isEmpty();
    }

    @Test
    void aLongSentenceIsCutToTheLengthOfItsElement() throws IOException {
        byte[] answer = StufAnswer.refused(
                Optional.of(original()), NUMBER, AT, Problem.at(ProblemCode.VALUE_INVALID, "x".repeat(2000)));
        assertThat(read(answer).kind()).isEqualTo(SoapReply.Kind.REFUSED);
        assertThat(new String(answer, StandardCharsets.UTF_8)).contains("…</StUF:details>");
    }

    @Test
    void followsTheOfficialSchemaWhereItIs() throws IOException {
        assumeTrue(Files.isDirectory(SCHEMA), "no StUF schemas in " + SCHEMA);
        OfficialSchemas official = OfficialSchemas.load(SCHEMA);
        byte[] taken = StufAnswer.taken(original(), NUMBER, AT);
        assertThat(official.check(body(taken))).isInstanceOf(Step.Next.class);

        String refused = new String(
                StufAnswer.refused(Optional.of(original()), NUMBER, AT, Problem.of(ProblemCode.BSN_INVALID)),
                StandardCharsets.UTF_8);
        String fo03 = "<?xml version=\"1.0\"?>"
                + refused.substring(refused.indexOf("<StUF:Fo03Bericht"), refused.indexOf("</detail>"));
        assertThat(official.check(fo03)).isInstanceOf(Step.Next.class);
    }

    private static String body(byte[] soap) {
        return SoapEnvelope.open(soap, Optional.empty())
                .fold(body -> new String(body.document(), StandardCharsets.UTF_8), problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static SoapReply read(byte[] answer) {
        return SoapReply.read(answer).fold(reply -> reply, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static StufPeek original() throws IOException {
        byte[] stuf = Files.readAllBytes(Path.of("mappings/stuf-ggk/2.1/examples/01-di01-wmo301/input.xml"));
        return StufPeek.read(stuf).fold(peek -> peek, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }
}
