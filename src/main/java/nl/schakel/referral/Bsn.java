package nl.schakel.referral;

import java.util.Optional;

/**
 * A burgerservicenummer that passes the 11-proef: nine digits, leading zeros kept, weights 9 8 7 6 5 4 3 2 -1.
 *
 * <p>A valid proof is not proof of existence. The text form is masked; {@link #digits()} is for encoders only.
 */
public final class Bsn {
    private static final int LENGTH = 9;

    private final String digits;

    private Bsn(String digits) {
        this.digits = digits;
    }

    /** The number, or empty when it is not nine digits, is all zeros, or fails the 11-proef. */
    public static Optional<Bsn> of(String text) {
        return passes(text) ? Optional.of(new Bsn(text)) : Optional.empty();
    }

    public String digits() {
        return digits;
    }

    private static boolean passes(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            sum += (i == LENGTH - 1 ? -1 : LENGTH - i) * digit;
        }
        return sum % 11 == 0 && !"000000000".equals(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bsn bsn && bsn.digits.equals(digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    @Override
    public String toString() {
        return "Bsn[*********]";
    }
}
