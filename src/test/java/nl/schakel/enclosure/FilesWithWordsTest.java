package nl.schakel.enclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.disclosure.Enclosures.Opened;
import org.junit.jupiter.api.Test;

class FilesWithWordsTest {
    private static final String AUTHOR = "Huize De Burcht";

    private final FilesWithWords files = new FilesWithWords();

    @Test
    void readsThePagesOfAPdfAndTakesOutWhoMadeIt() {
        Opened opened = files.open(SampleFiles.pdf(AUTHOR, "Ontslagbrief", "Geachte collega"), "application/pdf")
                .orElseThrow();
        assertThat(String.join("\n", opened.texts())).contains("Ontslagbrief", "Geachte collega");
        assertThat(new String(opened.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain(AUTHOR);
        assertThat(files.open(opened.bytes(), "application/pdf").orElseThrow().texts())
                .isEqualTo(opened.texts());
    }

    @Test
    void givesTheSameBytesForTheSameFile() {
        byte[] letter = SampleFiles.pdf(AUTHOR, "Ontslagbrief");
        assertThat(files.open(letter, "").orElseThrow().bytes())
                .isEqualTo(files.open(letter, "").orElseThrow().bytes());
    }

    @Test
    void opensNoPdfThatSaysMoreThanItsWords() {
        assertThat(files.open(SampleFiles.pdfWithPicture("brief"), "")).isEmpty();
        assertThat(files.open(SampleFiles.pdfWithRemark("ze zit in Deurne", "brief"), ""))
                .isEmpty();
        assertThat(files.open(SampleFiles.lockedPdf("brief"), "")).isEmpty();
        assertThat(files.open(SampleFiles.pdf("", ""), "")).isEmpty();
        assertThat(files.open("%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8), ""))
                .isEmpty();
    }

    @Test
    void readsTheWordsOfAWordFileAcrossItsRuns() {
        Opened opened = files.open(SampleFiles.docx(AUTHOR, "verblijft op 5613AB 12"), "")
                .orElseThrow();
        assertThat(String.join("\n", opened.texts()))
                .contains("verblijft op 5613AB 12")
                .doesNotContain(AUTHOR, "1234AB56");
        String again =
                String.join("\n", files.open(opened.bytes(), "").orElseThrow().texts());
        assertThat(again).contains("verblijft op 5613AB 12").doesNotContain("docProps");
    }

    @Test
    @Guards(Threat.T16)
    void opensNoWordFileWithAPictureAMacroOrTooMuch() {
        Map<String, String> sound = Map.of("word/document.xml", "<w:t>x</w:t>");
        for (String part :
                new String[] {"word/media/image1.jpg", "word/vbaProject.bin", "word/embeddings/a.xlsx", "../x"}) {
            Map<String, String> more = new HashMap<>(sound);
            more.put(part, "x");
            assertThat(files.open(SampleFiles.zip(more), "")).as(part).isEmpty();
        }
        assertThat(files.open(SampleFiles.zip(Map.of("word/document.xml", "a".repeat(9_000_000))), ""))
                .isEmpty();
        assertThat(files.open(SampleFiles.zip(Map.of("a.txt", "x")), "")).isEmpty();
    }

    @Test
    void readsPlainTextAndNoPicture() {
        assertThat(files.open("Geachte collega,\r\n".getBytes(StandardCharsets.UTF_8), "text/plain"))
                .isPresent();
        assertThat(files.open(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1}, "text/plain"))
                .isEmpty();
        assertThat(files.open("a\u0000b".getBytes(StandardCharsets.UTF_8), "text/plain"))
                .isEmpty();
    }
}
