package nl.schakel.referral.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request with the seal over its head (message signing of the API Design Rules); nothing of it is believed yet.
 *
 * @param seal detached JWS
 */
public record SealedRequest(String seal, RequestHead head) {
    private static final Pattern SIGNED = Pattern.compile("\"pars\"\\s*:\\s*\\[([^\\]]*)]");
    /** Whoever holds these could speak as the sender. */
    private static final Set<String> SECRETS = Set.of("authorization", "proxy-authorization", "cookie");

    /**
     * What is kept of it as evidence: the seal, and on the following lines what it signs.
     *
     * @return empty when it signs a secret, or cannot be read
     */
    public Optional<String> kept() {
        return names().filter(names -> names.stream().noneMatch(SECRETS::contains))
                .flatMap(head::signedText)
                .map(text -> seal + '\n' + new String(text, StandardCharsets.ISO_8859_1));
    }

    private Optional<List<String>> names() {
        try {
            String header = new String(
                    Base64.getUrlDecoder().decode(seal.substring(0, Math.max(0, seal.indexOf('.')))),
                    StandardCharsets.ISO_8859_1);
            Matcher named = SIGNED.matcher(header);
            return named.find()
                    ? Optional.of(Stream.of(named.group(1).split(","))
                            .map(name -> name.strip().replace("\"", ""))
                            .toList())
                    : Optional.empty();
        } catch (IllegalArgumentException notReadable) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "SealedRequest[" + head.method() + "]";
    }
}
