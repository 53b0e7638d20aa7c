package nl.schakel.translate.letter;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Values;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/** Paper, from top to bottom: lines are broken at the right margin and pages at the lower one. */
final class Sheet {
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float MARGIN = 62;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float TITLE = 16;
    private static final float HEADING = 12.5f;
    private static final float TEXT = 10.5f;
    private static final float FOOT = 8;
    private static final float LEADING = 1.4f;
    private static final int POINTS = 1000;

    private final PDDocument document;
    private final PDFont font;
    private final String foot;
    private String place = "letter";
    private @Nullable PDPageContentStream page;
    private float height;

    Sheet(PDDocument document, String foot) throws IOException {
        this.document = document;
        this.foot = foot;
        try (InputStream file = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT))) {
            this.font = PDType0Font.load(document, file, true);
        }
    }

    /** Where the last refused text stands in the letter. */
    String place() {
        return place;
    }

    /** Whether the font has every character below this place. */
    boolean writes(Json value) {
        if (value instanceof Json.Obj object) {
            return object.members().entrySet().stream().allMatch(member -> {
                boolean whole = writes(member.getValue());
                place = whole ? place : "letter, " + member.getKey();
                return whole;
            });
        }
        if (value instanceof Json.Arr array) {
            return array.elements().stream().allMatch(this::writes);
        }
        return value.asText().map(this::hasGlyphs).orElse(true);
    }

    private boolean hasGlyphs(String text) {
        try {
            font.encode(printable(text).replace("\n", ""));
            return true;
        } catch (IllegalArgumentException | IOException missing) {
            return false;
        }
    }

    void title(String text) throws IOException {
        block(text, TITLE);
        height -= TEXT;
    }

    void heading(String text) throws IOException {
        height -= TEXT * LEADING;
        // A heading alone at the foot of a page belongs to nothing.
        if (height < MARGIN + 4 * HEADING) {
            turn();
        }
        block(text, HEADING);
    }

    void line(String text) throws IOException {
        block(text, TEXT);
    }

    private void block(String text, float size) throws IOException {
        for (String line : printable(text).split("\n", -1)) {
            for (String part : broken(line, size)) {
                put(part, size);
            }
        }
    }

    private static String printable(String text) {
        return Values.unturned(text).replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
    }

    private List<String> broken(String line, float size) throws IOException {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String word : line.split(" ", -1)) {
            if (!part.isEmpty() && width(part + " " + word, size) > WIDTH) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : " ").append(word);
            while (width(part.toString(), size) > WIDTH) {
                parts.add(cut(part, size));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Takes off as much of an endless word as a line holds. */
    private String cut(StringBuilder word, float size) throws IOException {
        int end = word.length() - 1;
        while (end > 1 && width(word.substring(0, end), size) > WIDTH) {
            end--;
        }
        String first = word.substring(0, end);
        word.delete(0, end);
        return first;
    }

    private float width(String text, float size) throws IOException {
        return font.getStringWidth(text) / POINTS * size;
    }

    private void put(String text, float size) throws IOException {
        if (page == null || height < MARGIN + size) {
            turn();
        }
        show(text, size, height);
        height -= size * LEADING;
    }

    private void show(String text, float size, float at) throws IOException {
        PDPageContentStream stream = Objects.requireNonNull(page);
        stream.beginText();
        stream.setFont(font, size);
        stream.newLineAtOffset(MARGIN, at);
        stream.showText(text);
        stream.endText();
    }

    private void turn() throws IOException {
        close();
        PDPage sheet = new PDPage(PDRectangle.A4);
        document.addPage(sheet);
        page = new PDPageContentStream(document, sheet);
        height = PDRectangle.A4.getHeight() - MARGIN - TITLE;
        show(foot + "  -  pagina " + document.getNumberOfPages(), FOOT, MARGIN / 2);
    }

    void close() throws IOException {
        if (page != null) {
            page.close();
            page = null;
        }
    }
}
