package nl.schakel.egress;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as it is compared: lower case, A-labels, no dot at the end.
 *
 * @param literal the address, where the host is one in its one plain spelling
 */
record HostName(String text, Optional<InetAddress> literal) {
    /** Of all spellings of an IPv4 address this one alone: programs read 0177.1, 0x7f.1 and 2130706433 each in its own way. */
    private static final Pattern DOTTED =
            Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");

    private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final Pattern COLONS = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
    /** IDNA of 2003, which the JDK has, makes another name of these than that of 2008. */
    private static final Pattern DOUBTFUL = Pattern.compile(".*[\u00df\u03c2\u200c\u200d].*");

    private static final int LONGEST = 253;

    /** Empty where it is no plain name or address. */
    static Optional<HostName> of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        boolean brackets = lower.startsWith("[") && lower.endsWith("]");
        String bare = brackets ? lower.substring(1, lower.length() - 1) : lower;
        if (brackets || COLONS.matcher(bare).matches()) {
            return COLONS.matcher(bare).matches() ? literal(bare) : Optional.empty();
        }
        return ascii(bare).flatMap(name -> {
            if (!NUMERIC.matcher(name).matches()) {
                return Optional.of(new HostName(name, Optional.empty()));
            }
            return DOTTED.matcher(name).matches() ? literal(name) : Optional.empty();
        });
    }

    /** Nothing but digits, dots and colons, so that no name server is ever asked. */
    private static Optional<HostName> literal(String text) {
        try {
            InetAddress address = InetAddress.getByName(text);
            return Optional.of(new HostName(address.getHostAddress(), Optional.of(address)));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> ascii(String name) {
        if (DOUBTFUL.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            String labels = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            String plain = labels.endsWith(".") ? labels.substring(0, labels.length() - 1) : labels;
            boolean good = !plain.isEmpty()
                    && plain.length() <= LONGEST
                    && !plain.startsWith(".")
                    && !plain.endsWith(".")
                    && !plain.contains("..");
            return good ? Optional.of(plain) : Optional.empty();
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    boolean isThisMachine() {
        return text.equals("localhost") || text.endsWith(".localhost");
    }
}
