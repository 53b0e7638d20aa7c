package nl.schakel.trust;

import java.util.regex.Pattern;

/**
 * Whom a certificate is issued to.
 *
 * @param name becomes the common name, 1 to 64 characters
 * @param oin organisation identification number (Logius), 20 digits; becomes the subject's serialNumber
 */
public record Subject(String name, String oin) {
    private static final Pattern OIN = Pattern.compile("\\d{20}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .,&'()-]{0,63}");

    public Subject {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A subject's name is 1 to 64 letters, digits, spaces or .,&'()-");
        }
        if (!isOin(oin)) {
            throw new IllegalArgumentException("An OIN has 20 digits");
        }
    }

    static boolean isOin(String text) {
        return OIN.matcher(text).matches();
    }
}
