package nl.schakel.journeys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * An address that stands nowhere else, so that wherever it turns up it is known whose plant it was. It is looked for by
 * means of the test's own, not by the detector's.
 */
record Marker(int number) {
    private static final String CONSONANTS = "bdfgklmnprst";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();
    private static final Pattern STREET = Pattern.compile("zoefzaf([a-z]{4})");
    private static final List<String> DIGITS =
            List.of("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen");
    /** Looked for where it stands alone: within Base64 of a seal six characters may be anything. */
    private static final Pattern POSTCODE =
            Pattern.compile("(?<![A-Za-z0-9+/_-])9\\W?(\\d)\\W?(\\d)\\W?(\\d)\\W{0,2}Z\\W?X(?![A-Za-z0-9+/_=-])");

    private static final Pattern SPOKEN =
            Pattern.compile("negen((?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen){3})zx");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}={0,2}");
    private static final Pattern ENTITY = Pattern.compile("&#(x?)([0-9A-Fa-f]{2,6});");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
    private static final Pattern PERCENT = Pattern.compile("[=%]([0-9A-Fa-f]{2})");
    private static final String LOOKALIKES = "\u0430a\u0435e\u043eo\u0440p\u0441c\u0445x\u03bfo\u03b1a";

    String street() {
        return "Zoefzaf" + syllable(number / SYLLABLES) + syllable(number % SYLLABLES) + "laan";
    }

    String line() {
        return street() + " 12";
    }

    String postcode() {
        return "9%03dZX".formatted(number);
    }

    String postcodeSpoken() {
        StringBuilder spoken = new StringBuilder("negen");
        "%03d".formatted(number).chars().forEach(c -> spoken.append(' ').append(DIGITS.get(c - '0')));
        return spoken + " Z X";
    }

    String spaced() {
        return String.join(" ", line().split(""));
    }

    /** With letters of other scripts that look the same. */
    String lookalike() {
        return line().replace('o', '\u043e').replace('a', '\u0430').replace('e', '\u0435');
    }

    String base64() {
        return Base64.getEncoder().encodeToString((line() + ".pdf").getBytes(StandardCharsets.UTF_8));
    }

    String html() {
        String line = line();
        return "<div>" + line.substring(0, 5) + "<b>" + line.substring(5, 9) + "</b>" + line.substring(9) + "</div>";
    }

    private static String syllable(int index) {
        return "" + CONSONANTS.charAt(index / VOWELS.length()) + VOWELS.charAt(index % VOWELS.length());
    }

    /** The numbers of all markers in these bytes, however they are written or wrapped. */
    static Set<Integer> in(byte[] bytes) {
        Set<Integer> found = new TreeSet<>();
        for (String text : readable(bytes, 3)) {
            String folded = folded(text);
            for (Matcher m = STREET.matcher(folded); m.find(); ) {
                numbered(m.group(1)).ifPresent(found::add);
            }
            for (Matcher m = POSTCODE.matcher(text); m.find(); ) {
                found.add(Integer.parseInt(m.group(1) + m.group(2) + m.group(3)));
            }
            for (Matcher m = SPOKEN.matcher(folded); m.find(); ) {
                found.add(said(m.group(1)));
            }
        }
        return found;
    }

    static Set<Integer> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Integer> numbered(String letters) {
        int first = index(letters.substring(0, 2));
        int second = index(letters.substring(2));
        return first < 0 || second < 0 ? Optional.empty() : Optional.of(first * SYLLABLES + second);
    }

    private static int index(String syllable) {
        int consonant = CONSONANTS.indexOf(syllable.charAt(0));
        int vowel = VOWELS.indexOf(syllable.charAt(1));
        return consonant < 0 || vowel < 0 ? -1 : consonant * VOWELS.length() + vowel;
    }

    private static int said(String words) {
        String left = words;
        int number = 0;
        while (!left.isEmpty()) {
            for (int digit = 0; digit < DIGITS.size(); digit++) {
                if (left.startsWith(DIGITS.get(digit))) {
                    number = 10 * number + digit;
                    left = left.substring(DIGITS.get(digit).length());
                    break;
                }
            }
        }
        return number;
    }

    private static List<String> readable(byte[] bytes, int depth) {
        List<String> texts = new ArrayList<>();
        String text = new String(bytes, StandardCharsets.UTF_8);
        texts.add(text);
        texts.add(new String(bytes, StandardCharsets.ISO_8859_1));
        texts.add(new String(bytes, StandardCharsets.UTF_16LE));
        String plain = decoded(text);
        texts.add(plain);
        texts.add(plain.replaceAll("<[^<>]{0,300}>", ""));
        if (depth > 0) {
            for (Matcher run = BASE64.matcher(text); run.find(); ) {
                unpacked(run.group()).ifPresent(inner -> texts.addAll(readable(inner, depth - 1)));
            }
        }
        opened(bytes, texts);
        return texts;
    }

    /** Without escapes of JSON, entities of XML, and percent or quoted-printable signs. */
    private static String decoded(String text) {
        String json = ESCAPED.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1), 16)));
        String xml = ENTITY.matcher(json.replace("&amp;", "&"))
                .replaceAll(m ->
                        Matcher.quoteReplacement(letter(m.group(2), m.group(1).isEmpty() ? 10 : 16)));
        return PERCENT.matcher(xml.replace("&lt;", "<").replace("&gt;", ">"))
                .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1), 16)));
    }

    private static String letter(String digits, int radix) {
        return radix == 10 && digits.matches(".*[A-Fa-f].*") ? "" : "" + (char) Integer.parseInt(digits, radix);
    }

    private static Optional<byte[]> unpacked(String base64) {
        try {
            return Optional.of(
                    Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static void opened(byte[] bytes, List<String> texts) {
        try {
            if (new String(bytes, 0, Math.min(5, bytes.length), StandardCharsets.ISO_8859_1).equals("%PDF-")) {
                try (var document = Loader.loadPDF(bytes)) {
                    texts.add(new PDFTextStripper().getText(document));
                    texts.add(String.valueOf(document.getDocumentInformation().getCOSObject()));
                }
            } else if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
                ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
                while (zip.getNextEntry() != null) {
                    texts.add(new String(zip.readAllBytes(), StandardCharsets.UTF_8).replaceAll("<[^<>]+>", ""));
                }
            }
        } catch (IOException broken) {
            texts.add("cannot be opened");
        }
    }

    private static String folded(String text) {
        String one = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(one.length());
        for (int i = 0; i < one.length(); i++) {
            int at = LOOKALIKES.indexOf(one.charAt(i));
            char c = at >= 0 && at % 2 == 0 ? LOOKALIKES.charAt(at + 1) : one.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                folded.append(c);
            }
        }
        return folded.toString();
    }
}
