package nl.schakel.enclosure;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import nl.schakel.disclosure.Enclosures;

/**
 * Opens files by what they are, whatever their sender calls them: a PDF, a Word file, or plain text. A picture has no words
 * that could be read, so it is never opened.
 */
public final class FilesWithWords implements Enclosures {

    @Override
    public Optional<Opened> open(byte[] bytes, String contentType) {
        if (startsWith(bytes, "%PDF-")) {
            return PdfWords.open(bytes);
        }
        if (startsWith(bytes, "PK")) {
            return OfficeWords.open(bytes);
        }
        return text(bytes);
    }

    private static boolean startsWith(byte[] bytes, String start) {
        return new String(bytes, 0, Math.min(bytes.length, start.length()), StandardCharsets.ISO_8859_1).equals(start);
    }

    private static Optional<Opened> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean plain = text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
            return plain ? Optional.of(new Opened(List.of(text), bytes)) : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
