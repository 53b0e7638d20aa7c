package nl.schakel.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What kind of file something is, by its name and its first bytes. */
final class Content {
    private static final Map<String, String> BY_ENDING = Map.of(
            "hl7", "application/hl7-v2",
            "csv", "text/csv",
            "eml", "message/rfc822",
            "pdf", "application/pdf",
            "xml", "application/xml",
            "json", "application/json");
    private static final int BEGINNING = 4096;

    private Content() {}

    static String mediaType(Path file, byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1);
        if (start.startsWith("MSH")) {
            return "application/hl7-v2";
        }
        if (start.contains("\"resourceType\"")) {
            return "application/fhir+json";
        }
        if (start.contains("http://hl7.org/fhir")) {
            return "application/fhir+xml";
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    }

    /** Bytes of a message as lines of text: HL7 v2 ends its segments with CR, which a terminal overwrites. */
    static String text(byte[] bytes, String mediaType) {
        String text = new String(
                bytes,
                "application/hl7-v2".equals(mediaType) && isLatin(bytes)
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8);
        return text.replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
    }

    private static boolean isLatin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("|8859/1");
    }
}
