package nl.schakel.translate.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailReaderTest {
    private static final String HEAD = "From: a@pi.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
    private static final String FORM = "Content-Type: application/json; name=\"intake.json\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n" + base64("{}");

    @Test
    void readsTheTextAndTheForm() {
        Mail mail = read(mixed(
                "Content-Type: text/plain; charset=windows-1252\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\nVoor Jo\u00EBlle",
                FORM));

        assertThat(mail.text()).hasValue("Voor Joëlle");
        assertThat(mail.attachments()).singleElement().satisfies(form -> {
            assertThat(form.place()).isEqualTo("part 2");
            assertThat(form.mediaType()).isEqualTo("application/json");
            assertThat(new String(form.bytes(), StandardCharsets.UTF_8)).isEqualTo("{}");
        });
    }

    @Test
    void readsQuotedPrintableAndFoldedHeadersAndEncodedWords() {
        Mail mail = read("From: a@b.example\r\nSubject: =?utf-8?Q?Jo=C3=ABlle?=\r\n =?iso-8859-1?B?"
                + Base64.getEncoder().encodeToString("é".getBytes(StandardCharsets.ISO_8859_1))
                + "?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + "Jo=C3=ABlle =\r\nkomt=3D  \r\n");

        assertThat(mail.headers().get("subject")).containsExactly("Joëlleé");
        assertThat(mail.text()).hasValue("Joëlle komt=");
    }

    @Test
    void readsWhatOutlookCallsASpreadsheetAsCsv() {
        Mail mail = read(mixed("Content-Type: application/vnd.ms-excel; name=\"=?utf-8?Q?aanm=C3=A9ld.CSV?=\"\r\n"
                + "Content-Disposition: attachment\r\n\r\na;b"));

        assertThat(mail.attachments())
                .singleElement()
                .satisfies(form -> assertThat(form.mediaType()).isEqualTo("text/csv"));
    }

    @Test
    void takesThePlainTextOfTwoAlternatives() {
        Mail mail = read(HEAD + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhallo\r\n--b\r\n"
                + "Content-Type: text/html\r\n\r\n<script>\r\n--b--\r\n");

        assertThat(mail.text()).hasValue("hallo");
        assertThat(mail.html()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-msdownload; name=\"a.exe\"",
                "application/json; name=\"a.json.exe\"",
                "application/json; name=\"a.csv\"",
                "application/json",
                "application/pdf; name=\"a.pdf\"",
                "application/zip; name=\"a.zip\"",
                "image/png; name=\"logo.png\"",
                "text/html; name=\"a.html\"",
                "text/plain; name=\"a.txt\"",
                "message/rfc822",
                "multipart/signed; boundary=c"
            })
    void refusesWhateverIsNoForm(String type) {
        Problem problem = refused(mixed("Content-Type: text/plain\r\n\r\nx", "Content-Type: " + type + "\r\n\r\ny"));

        assertThat(problem.code()).isEqualTo(ProblemCode.MEDIA_TYPE_UNSUPPORTED);
        assertThat(problem.place()).hasValue("part 2");
    }

    @Test
    void refusesAMailThatIsHtmlAlone() {
        assertThat(refused(HEAD + "Content-Type: text/html\r\n\r\n<b>x</b>").code())
                .isEqualTo(ProblemCode.MEDIA_TYPE_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: text/plain", "Subject: y", "From: b@pi.example"})
    void refusesAHeaderThatStandsTwice(String header) {
        Problem problem = refused(HEAD + "Content-Type: text/plain\r\n" + header + "\r\n\r\nx");

        assertThat(problem.code()).isEqualTo(ProblemCode.DUPLICATE_MEMBER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no header",
                "Subject: Jo\u00EBlle",
                "Content-Type: multipart/mixed",
                "Content-Type: multipart/mixed; boundary=b; boundary=c",
                "Content-Type: text/plain; charset*0=utf; charset*1=-8",
                "Content-Type: multipart/mixed; boundary=\"\""
            })
    void refusesHeadersThatAreBrokenOrCanBeReadInTwoWays(String header) {
        assertThat(refused("From: a@b.example\r\n" + header + "\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n")
                        .code())
                .isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }

    @Test
    void refusesAMailThatWasCutOff() {
        String whole = mixed(FORM);

        assertThat(refused(whole.substring(0, whole.length() - 8)).code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "base64,e30*,SYNTAX_BROKEN",
        "base64,e3,SYNTAX_BROKEN",
        "quoted-printable,a=ZZ,SYNTAX_BROKEN",
        "quoted-printable,a=C,SYNTAX_BROKEN",
        "x-uuencode,e30=,VALUE_INVALID",
        "7bit,\u00EB,CHARSET_INVALID"
    })
    void refusesWhatDoesNotFitItsTransferEncoding(String encoding, String text, ProblemCode code) {
        Problem problem = refused(mixed("Content-Type: application/json; name=a.json\r\nContent-Transfer-Encoding: "
                + encoding + "\r\n\r\n" + text));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.place())
                .hasValueSatisfying(place -> assertThat(place).startsWith("part 1"));
    }

    @Test
    void refusesTextThatIsNotInItsCharacterSet() {
        assertThat(refused(
                                HEAD
                                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00EB")
                        .code())
                .isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(refused(HEAD + "Content-Type: text/plain; charset=utf-7\r\n\r\nx")
                        .code())
                .isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    void holdsItsLimitsOfPartsDepthHeadersAndSize() {
        String[] parts = new String[Limits.MAIL_PARTS];
        java.util.Arrays.fill(parts, "\r\nx");
        assertThat(read(mixed(parts)).text()).isPresent();
        String[] more = java.util.Arrays.copyOf(parts, parts.length + 1);
        more[parts.length] = "\r\nx";
        assertThat(refused(mixed(more)).code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(read(nested(Limits.MAIL_DEPTH)).text()).hasValue("x");
        assertThat(refused(nested(Limits.MAIL_DEPTH + 1)).code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(refused("X-A: " + "y".repeat(Limits.MAIL_HEADER_BYTES) + "\r\n\r\nx")
                        .code())
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(refused("x".repeat(Limits.MESSAGE_BYTES + 1)).code()).isEqualTo(ProblemCode.TOO_LARGE);
    }

    private static String nested(int depth) {
        StringBuilder mail = new StringBuilder(HEAD);
        for (int i = 0; i < depth; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        mail.append("\r\nx");
        for (int i = depth - 1; i >= 0; i--) {
            mail.append("\r\n--b").append(i).append("--");
        }
        return mail.append("\r\n").toString();
    }

    private static String mixed(String... parts) {
        return HEAD + "Content-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\npreamble\r\n--b 1\r\n"
                + String.join("\r\n--b 1\r\n", List.of(parts)) + "\r\n--b 1--\r\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mail read(String mail) {
        return MailReader.read(mail.getBytes(Charset.forName("windows-1252"))).fold(m -> m, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static Problem refused(String mail) {
        if (MailReader.read(mail.getBytes(StandardCharsets.ISO_8859_1)) instanceof Step.Stopped<Mail> stopped) {
            return stopped.problem();
        }
        throw new AssertionError("It was read");
    }
}
