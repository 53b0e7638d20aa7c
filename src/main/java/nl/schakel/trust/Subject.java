package nl.schakel.trust;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a certificate is issued to.
 *
 * @param name becomes the common name, 1 to 64 characters
 * @param oin organisation identification number (Logius), 20 digits; becomes the subject's serialNumber
 * @param ura number in the UZI register, 8 digits, for care providers; becomes a subject alternative name
 */
public record Subject(String name, String oin, Optional<String> ura) {
    private static final Pattern OIN = Pattern.compile("\\d{20}");
    private static final Pattern URA = Pattern.compile("\\d{8}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .,&'()-]{0,63}");

    public Subject {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A subject's name is 1 to 64 letters, digits, spaces or .,&'()-");
        }
        if (!isOin(oin)) {
            throw new IllegalArgumentException("An OIN has 20 digits");
        }
        if (ura.filter(number -> !URA.matcher(number).matches()).isPresent()) {
            throw new IllegalArgumentException("A URA has 8 digits");
        }
    }

    /** An organisation without a URA. */
    public Subject(String name, String oin) {
        this(name, oin, Optional.empty());
    }

    static boolean isOin(String text) {
        return OIN.matcher(text).matches();
    }
}
