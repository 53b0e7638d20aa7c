package nl.schakel.translate.hl7;

import java.util.Optional;

/** The five delimiters that MSH-1 and MSH-2 declare. */
record Hl7Delimiters(char field, char component, char repetition, char escape, char subcomponent) {
    static final Hl7Delimiters STANDARD = new Hl7Delimiters('|', '^', '~', '\\', '&');
    private static final int DECLARED = 8;

    private static boolean areFit(String signs) {
        for (int i = 0; i < signs.length(); i++) {
            char c = signs.charAt(i);
            if (c <= ' ' || c >= 0x7F || Character.isLetterOrDigit(c) || signs.indexOf(c) < i) {
                return false;
            }
        }
        return true;
    }

    /** Reads them from the first characters; empty when they are not five different printable signs. */
    static Optional<Hl7Delimiters> of(String text) {
        if (text.length() < DECLARED || !text.startsWith("MSH")) {
            return Optional.empty();
        }
        String signs = text.substring(3, DECLARED);
        boolean ended =
                text.length() == DECLARED || text.charAt(DECLARED) == signs.charAt(0) || text.charAt(DECLARED) == '\r';
        return ended && areFit(signs)
                ? Optional.of(new Hl7Delimiters(
                        signs.charAt(0), signs.charAt(1), signs.charAt(2), signs.charAt(3), signs.charAt(4)))
                : Optional.empty();
    }
}
