package nl.schakel.referral;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference people read to each other over the phone: {@code V-2026-00001-7}, that is year, number within the
 * year and a check digit (ISO 7064 MOD 11-2 over year and number, {@code X} for ten).
 */
public record ReferralReference(int year, long number) {
    private static final int NUMBER_DIGITS = 5;
    private static final Pattern FORM = Pattern.compile("V-(\\d{4})-(\\d{5,12})-([0-9X])");

    public ReferralReference {
        if (year < 2000 || year > 9999 || number < 1) {
            throw new IllegalArgumentException("A reference has a four-digit year and a number from 1");
        }
    }

    /** Reads a reference; empty when its form or its check digit is wrong. */
    public static Optional<ReferralReference> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(matcher.group(1));
        long number = Long.parseLong(matcher.group(2));
        if (year < 2000 || number < 1) {
            return Optional.empty();
        }
        ReferralReference reference = new ReferralReference(year, number);
        return reference.text().equals(matcher.group()) ? Optional.of(reference) : Optional.empty();
    }

    public String text() {
        String digits = Long.toString(number);
        // Said several times for every message, for which a Formatter is too slow.
        String padded = "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length())) + digits;
        return "V-" + year + '-' + padded + '-' + check(year + padded);
    }

    private static String check(String digits) {
        int product = 0;
        for (int i = 0; i < digits.length(); i++) {
            product = (product + (digits.charAt(i) - '0')) * 2 % 11;
        }
        int check = (12 - product) % 11;
        return check == 10 ? "X" : Integer.toString(check);
    }

    @Override
    public String toString() {
        return text();
    }
}
