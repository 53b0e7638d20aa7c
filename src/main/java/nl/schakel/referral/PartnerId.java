package nl.schakel.referral;

import java.util.regex.Pattern;

/** The id of a partner file, such as {@code ggz-noord}: lower case, digits and hyphens, 2 to 40 characters. */
public record PartnerId(String value) implements Comparable<PartnerId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public PartnerId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A partner id is 2 to 40 of a-z, 0-9 and '-', starting with a letter");
        }
    }

    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(PartnerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
