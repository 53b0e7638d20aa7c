package nl.schakel.enclosure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import nl.schakel.disclosure.Enclosures.Opened;

/**
 * The words of a Word file. What is in it beside known parts of text, such as a picture, a macro or another file, is not read, and then
 * the file is not opened.
 */
final class OfficeWords {
    /** A letter has about fifteen. */
    private static final int PARTS = 200;
    /** Unpacked; what is packed tighter is a bomb. */
    private static final int BYTES = 8 * 1024 * 1024;

    private static final Pattern READABLE =
            Pattern.compile("\\[Content_Types]\\.xml|_rels/\\.rels|docProps/[a-z]{1,20}\\.xml"
                    + "|word/(?:_rels/)?[A-Za-z0-9]{1,40}\\.xml(?:\\.rels)?|word/theme/[A-Za-z0-9]{1,40}\\.xml");
    /** Who made it and where; a file opens without them. */
    private static final Pattern MAKING = Pattern.compile("docProps/.*");

    private static final Pattern MAKING_NAMED =
            Pattern.compile("<(?:Relationship|Override)\\b[^<>]{0,400}docProps/[^<>]{0,400}/>");
    private static final Pattern PARAGRAPH = Pattern.compile("</w:p>|<w:(?:br|tab|cr)\\b[^<>]{0,200}/>");
    /** Addresses of standards and the numbers that Word gives to its own edits say nothing. */
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\s(?!xmlns|w:rsid|w14:(?:paraId|textId))[A-Za-z0-9:]{1,60}=\"(?!https?://schemas\\.|http://purl\\.|urn:)([^\"<>]{1,4000})\"");

    private static final Pattern TAG = Pattern.compile("<[^<>]{0,4000}>");

    private OfficeWords() {}

    static Optional<Opened> open(byte[] bytes) {
        try {
            Map<String, byte[]> parts = parts(bytes);
            boolean word = parts.containsKey("word/document.xml");
            return word
                            && parts.keySet().stream()
                                    .allMatch(name -> READABLE.matcher(name).matches())
                    ? Optional.of(opened(parts))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** All parts; an empty map when there is too much of it. */
    private static Map<String, byte[]> parts(byte[] bytes) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        int left = BYTES;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] part = zip.readNBytes(left + 1);
                left -= part.length;
                if (left < 0 || parts.size() == PARTS || parts.put(entry.getName(), part) != null) {
                    return Map.of();
                }
            }
        }
        return parts;
    }

    private static Opened opened(Map<String, byte[]> parts) throws IOException {
        List<String> texts = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                String xml = new String(part.getValue(), StandardCharsets.UTF_8);
                if (!MAKING.matcher(part.getKey()).matches()) {
                    texts.add(words(xml));
                    texts.add(attributes(xml));
                    ZipEntry entry = new ZipEntry(part.getKey());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(MAKING_NAMED.matcher(xml).replaceAll("").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return new Opened(texts, out.toByteArray());
    }

    /** Names, links and remarks also stand in attributes. */
    private static String attributes(String xml) {
        return ATTRIBUTE.matcher(xml).results().map(found -> found.group(1)).collect(Collectors.joining("\n"));
    }

    private static String words(String xml) {
        return TAG.matcher(PARAGRAPH.matcher(xml).replaceAll("\n")).replaceAll("");
    }
}
