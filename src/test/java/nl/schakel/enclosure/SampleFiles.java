package nl.schakel.enclosure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;

/** Files made here and now, so that no picture and no letter lies in the repository. */
public final class SampleFiles {
    private SampleFiles() {}

    /** A PDF of one page with these lines and this author. */
    public static byte[] pdf(String author, String... lines) {
        return pdf(author, document -> {}, lines);
    }

    public static byte[] lockedPdf(String... lines) {
        return pdf(
                "",
                document -> document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission())),
                lines);
    }

    public static byte[] pdfWithPicture(String... lines) {
        return pdf(
                "",
                document -> {
                    var image = LosslessFactory.createFromImage(
                            document, new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
                    try (var content = new PDPageContentStream(
                            document, document.getPage(0), PDPageContentStream.AppendMode.APPEND, true)) {
                        content.drawImage(image, 10, 10);
                    }
                },
                lines);
    }

    public static byte[] pdfWithRemark(String remark, String... lines) {
        return pdf(
                "",
                document -> {
                    PDAnnotationText note = new PDAnnotationText();
                    note.setContents(remark);
                    document.getPage(0).setAnnotations(List.of(note));
                },
                lines);
    }

    @FunctionalInterface
    private interface Change {
        void on(PDDocument document) throws IOException;
    }

    private static byte[] pdf(String author, Change change, String... lines) {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (var content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
                content.newLineAtOffset(50, 700);
                content.setLeading(14);
                for (String line : lines) {
                    content.showText(line);
                    content.newLine();
                }
                content.endText();
            }
            if (!author.isEmpty()) {
                PDDocumentInformation about = new PDDocumentInformation();
                about.setAuthor(author);
                document.setDocumentInformation(about);
                PDMetadata xmp = new PDMetadata(document);
                xmp.importXMPMetadata(("<x>" + author + "</x>").getBytes(StandardCharsets.UTF_8));
                document.getDocumentCatalog().setMetadata(xmp);
            }
            change.on(document);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** A Word file of one paragraph, made by this author. */
    public static byte[] docx(String author, String paragraph) {
        return zip(Map.of(
                "[Content_Types].xml",
                "<Types><Override PartName=\"/docProps/core.xml\" ContentType=\"x\"/></Types>",
                "_rels/.rels",
                "<Relationships><Relationship Id=\"r1\" Target=\"docProps/core.xml\"/></Relationships>",
                "docProps/core.xml",
                "<cp><creator>" + author + "</creator></cp>",
                "word/document.xml",
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                        + "<w:p w:rsidR=\"1234AB56\">" + runs(paragraph) + "</w:p></w:document>"));
    }

    /** Word cuts words where somebody corrected them. */
    private static String runs(String text) {
        StringBuilder xml = new StringBuilder();
        for (int i = 0; i < text.length(); i += 3) {
            xml.append("<w:r><w:t>")
                    .append(text, i, Math.min(text.length(), i + 3))
                    .append("</w:t></w:r>");
        }
        return xml.toString();
    }

    public static byte[] zip(Map<String, String> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        return out.toByteArray();
    }
}
