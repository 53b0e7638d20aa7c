package nl.schakel.translate.letter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Writer;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Writes a letter: {@code title}, {@code head[]} and {@code sections[]} with a {@code heading} and {@code lines[]}; a line
 * has a {@code text} and perhaps a {@code label}. {@code foot} stands on every page.
 */
public final class LetterWriter implements Writer {
    @Override
    public Step<byte[]> write(Json.Obj letter) {
        try (PDDocument document = new PDDocument()) {
            // Otherwise the file's id would come from the clock.
            document.setDocumentId(id(letter));
            Sheet sheet = new Sheet(document, letter.text("foot").orElse(""));
            if (!sheet.writes(letter)) {
                return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, sheet.place())
                        .seen("a character that the letter's font does not have")
                        .expected("Latin, Greek or Cyrillic letters"));
            }
            set(sheet, letter);
            if (document.getNumberOfPages() > Limits.LETTER_PAGES) {
                return Step.stopped(Problem.at(ProblemCode.LIMIT_EXCEEDED, "letter")
                        .expected("at most " + Limits.LETTER_PAGES + " pages"));
            }
            return Step.next(saved(document));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void set(Sheet sheet, Json.Obj letter) throws IOException {
        sheet.title(letter.text("title").orElse(""));
        lines(sheet, letter, "head");
        for (Json section : letter.list("sections")) {
            Json.Obj object = section.asObject().orElse(Json.object());
            sheet.heading(object.text("heading").orElse(""));
            lines(sheet, object, "lines");
        }
        sheet.close();
    }

    private static void lines(Sheet sheet, Json.Obj owner, String member) throws IOException {
        for (Json line : owner.list(member)) {
            Json.Obj one = line.asObject().orElse(Json.object());
            sheet.line(one.text("label").map(label -> label + ": ").orElse("")
                    + one.text("text").orElse(""));
        }
    }

    private static byte[] saved(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }

    private static long id(Json.Obj letter) {
        return ByteBuffer.wrap(Sha256.of(letter.utf8())).getLong();
    }
}
