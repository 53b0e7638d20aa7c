package nl.schakel.disclosure;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text the way a person who looks for somebody would: behind escapes, tags, look-alikes, written-out numbers and
 * encodings. It says where something stands and never what.
 */
final class PlaceDetector {
    /** Encodings inside one another; a name inside a file inside an envelope is three. */
    private static final int DEPTH = 3;

    private static final Pattern BASE64 = Pattern.compile(
            "[A-Za-z0-9+/_-]{10,}+={0,2}|[A-Za-z0-9+/]{60,}+(?:\\r?\\n[A-Za-z0-9+/]{1,100}+){1,1000}={0,2}");
    private static final Pattern HEX = Pattern.compile("(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){8,}+");

    private final KnownPlaces known;

    PlaceDetector(KnownPlaces known) {
        this.known = known;
    }

    /** Everything that looks like a place, and everything known. */
    List<Mark> marks(String text) {
        List<Mark> marks = new ArrayList<>();
        look(Reading.of(text), true, DEPTH, marks::add);
        return merged(marks);
    }

    /** What is known of this client alone. */
    List<Mark> knownIn(String text) {
        List<Mark> marks = new ArrayList<>();
        look(Reading.of(text), false, DEPTH, marks::add);
        return merged(marks);
    }

    private void look(Reading original, boolean patterns, int depth, Consumer<Mark> found) {
        Reading undone = Escapes.undone(original);
        read(undone, patterns, found);
        Reading shown = Escapes.withoutTags(undone);
        if (shown != undone) {
            read(shown, patterns, found);
        }
        if (depth > 0) {
            encoded(original, patterns, depth, found);
            if (undone != original) {
                encoded(undone, patterns, depth, found);
            }
        }
    }

    private void read(Reading text, boolean patterns, Consumer<Mark> found) {
        Reading plain = Lookalikes.plain(text);
        known.find(plain, found);
        Optional<Reading> numbers = NumberWords.asDigits(plain);
        numbers.ifPresent(digits -> known.find(digits, found));
        if (patterns) {
            PlacePatterns.find(plain, found);
            numbers.ifPresent(digits -> PlacePatterns.numbered(digits, found));
        }
    }

    private void encoded(Reading text, boolean patterns, int depth, Consumer<Mark> found) {
        within(BASE64, text, PlaceDetector::base64, patterns, depth, found);
        within(HEX, text, PlaceDetector::hex, patterns, depth, found);
    }

    private void within(
            Pattern pattern,
            Reading text,
            java.util.function.Function<String, Optional<String>> decoder,
            boolean patterns,
            int depth,
            Consumer<Mark> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int from = matcher.start();
            int until = matcher.end();
            decoder.apply(matcher.group())
                    .ifPresent(inner -> look(
                            Reading.of(inner),
                            patterns,
                            depth - 1,
                            mark -> found.accept(text.mark(mark.kind(), from, until))));
        }
    }

    private static Optional<String> base64(String text) {
        String plain = text.replaceAll("[\\r\\n=]", "").replace('-', '+').replace('_', '/');
        try {
            return words(Base64.getDecoder()
                    .decode(plain.substring(0, plain.length() - (plain.length() % 4 == 1 ? 1 : 0))));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> hex(String text) {
        return words(HexFormat.of().parseHex(text));
    }

    /** Bytes that are text; what a word looks like by accident is none. */
    private static Optional<String> words(byte[] bytes) {
        String text = text(bytes);
        long odd = text.chars()
                .filter(c -> (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0xFFFD || (c >= 0x7F && c < 0xA0))
                .count();
        return odd == 0 && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /** UTF-8, or else the character set in which every byte means something. */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** In order, each place once, as the weightiest of what was found there. */
    private static List<Mark> merged(List<Mark> marks) {
        List<Mark> merged = new ArrayList<>();
        marks.stream()
                .sorted(java.util.Comparator.comparingInt(Mark::from).thenComparing(Mark::kind))
                .forEach(mark -> {
                    Mark last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                    if (last != null && mark.from() < last.until()) {
                        merged.set(
                                merged.size() - 1,
                                new Mark(
                                        last.kind().compareTo(mark.kind()) <= 0 ? last.kind() : mark.kind(),
                                        last.from(),
                                        Math.max(last.until(), mark.until())));
                    } else {
                        merged.add(mark);
                    }
                });
        return merged;
    }
}
