package nl.schakel.channel;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A declared media type without its parameters, and its character set. */
record MediaType(String name, Optional<String> charset) {
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?", Pattern.CASE_INSENSITIVE);

    static MediaType read(String declared) {
        int parameters = declared.indexOf(';');
        String name = parameters < 0 ? declared : declared.substring(0, parameters);
        Matcher charset = CHARSET.matcher(declared);
        return new MediaType(
                name.strip().toLowerCase(Locale.ROOT),
                charset.find() ? Optional.of(charset.group(1)) : Optional.empty());
    }
}
