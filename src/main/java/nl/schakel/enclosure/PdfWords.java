package nl.schakel.enclosure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.disclosure.Enclosures.Opened;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * The words of a PDF. One that is locked, or that holds a picture, a form, a script, a remark or another file, says more than its
 * words and is not opened.
 */
final class PdfWords {
    /** A discharge letter has a few; a file beyond this is no letter. */
    private static final int PAGES = 100;
    /** Objects of a letter number some hundreds. */
    private static final int OBJECTS = 20_000;

    /** Kinds of objects that hold what no text extraction shows. */
    private static final Set<String> UNREADABLE = Set.of("Image", "EmbeddedFile", "Filespec", "Annot", "Sig", "PS");

    private static final Set<String> UNREADABLE_MEMBERS =
            Set.of("JS", "AcroForm", "EmbeddedFiles", "OpenAction", "AA", "XFA");

    private PdfWords() {}

    static Optional<Opened> open(byte[] bytes) {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            if (document.isEncrypted() || document.getNumberOfPages() > PAGES || holdsMoreThanWords(document)) {
                return Optional.empty();
            }
            List<String> texts = new ArrayList<>();
            PDFTextStripper stripper = new PDFTextStripper();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                texts.add(stripper.getText(document));
            }
            boolean silent = texts.stream().allMatch(String::isBlank);
            return silent ? Optional.empty() : Optional.of(new Opened(texts, withoutItsMaking(document)));
        } catch (IOException | RuntimeException broken) {
            // A file that its library cannot read is one that nobody looked into; a person does.
            return Optional.empty();
        }
    }

    private static boolean holdsMoreThanWords(PDDocument document) throws IOException {
        var keys = document.getDocument().getXrefTable().keySet();
        if (keys.size() > OBJECTS) {
            return true;
        }
        for (COSObjectKey key : keys) {
            COSBase object = document.getDocument().getObjectFromPool(key).getObject();
            if (object instanceof COSDictionary dictionary && isUnreadable(dictionary)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnreadable(COSDictionary dictionary) {
        return UNREADABLE.contains(String.valueOf(dictionary.getNameAsString(COSName.SUBTYPE)))
                || UNREADABLE.contains(String.valueOf(dictionary.getNameAsString(COSName.TYPE)))
                || dictionary.keySet().stream().map(COSName::getName).anyMatch(UNREADABLE_MEMBERS::contains)
                || (dictionary instanceof COSStream && dictionary.containsKey(COSName.F));
    }

    /** Author, machine and the like stand in the information dictionary, in XMP and beside pages and fonts. */
    private static byte[] withoutItsMaking(PDDocument document) throws IOException {
        document.setDocumentInformation(new PDDocumentInformation());
        document.getDocumentCatalog().setMetadata(null);
        for (COSObjectKey key : document.getDocument().getXrefTable().keySet()) {
            if (document.getDocument().getObjectFromPool(key).getObject() instanceof COSDictionary dictionary) {
                dictionary.removeItem(COSName.METADATA);
                dictionary.removeItem(COSName.getPDFName("PieceInfo"));
            }
        }
        document.setDocumentId(0L);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }
}
