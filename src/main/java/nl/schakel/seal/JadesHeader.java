package nl.schakel.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nl.schakel.referral.Limits;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.seal.HeaderReader.HeaderBroken;

/**
 * The header of signatures as the API Design Rules have them (Logius, module signing): JAdES B-B whose {@code sigD} names
 * HTTP headers (ETSI TS 119 182-1 clause 5.2.8.2), with the payload not encoded ({@code b64} false, RFC 7797). A payload is
 * signed by the header {@code digest} alone (rule {@code /signing/payload}): what is signed follows from the bytes of the
 * body, so that it can be checked again when the connection is long gone. A message is signed by more of them (rule {@code
 * /signing/message}), which are known while the request is there.
 */
final class JadesHeader {
    static final String MECHANISM = "http://uri.etsi.org/19182/HttpHeaders";

    /** What payload signing names. */
    static final List<String> PAYLOAD = List.of("digest");

    private static final Set<String> MEMBERS =
            Set.of("alg", "typ", "cty", "kid", "iat", "sigT", "x5t#S256", "x5t#o", "x5c", "sigD", "b64", "crit");
    /** Some write none; these say only that it is a JWS. */
    private static final Set<String> TYPES = Set.of("", "jose", "jose+json");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JadesHeader() {}

    /** The line that is signed: the header {@code Digest} of RFC 3230 over the body. */
    static byte[] signedText(byte[] body) {
        return ("digest: " + SealForm.digest(body)).getBytes(StandardCharsets.US_ASCII);
    }

    /** @param pars names of HTTP headers, in lower case */
    static String json(String alg, Instant at, String thumbprint, String kid, List<String> x5c, List<String> pars) {
        return "{\"alg\":\"" + alg + "\",\"typ\":\"JOSE\",\"kid\":\"" + kid + "\",\"iat\":" + at.getEpochSecond()
                + ",\""
                + SealHeader.THUMBPRINT + "\":\"" + thumbprint + "\",\"x5c\":[\"" + String.join("\",\"", x5c)
                + "\"],\"sigD\":{\"mId\":\"" + MECHANISM
                + "\",\"pars\":[\"" + String.join("\",\"", pars) + "\"]},\"b64\":false,\"crit\":[\"sigD\",\"b64\"]}";
    }

    /** A header, with the names of what it signs. */
    record Read(SealHeader header, List<String> pars) {}

    /**
     * As a seal over a document; its thumbprint is what its certificate has where the header names another digest of it.
     *
     * @throws HeaderBroken unless it has only members of the profile, each once, and {@code crit} names both that must be known
     */
    static SealHeader read(String text) throws HeaderBroken {
        Read read = readAny(text);
        if (!read.pars().equals(PAYLOAD)) {
            throw new HeaderBroken(SealRefusal.HEADER_BROKEN);
        }
        return read.header();
    }

    /** As {@link #read}, whatever HTTP headers it names. */
    static Read readAny(String text) throws HeaderBroken {
        JsonNode read = tree(text);
        Set<String> names = new HashSet<>();
        read.fieldNames().forEachRemaining(names::add);
        if (!MEMBERS.containsAll(names)) {
            throw new HeaderBroken(SealRefusal.HEADER_MEMBER_UNKNOWN);
        }
        if (!TYPES.contains(read.path("typ").asText().toLowerCase(Locale.ROOT))) {
            throw new HeaderBroken(SealRefusal.TYPE_WRONG);
        }
        if (!isOfTheProfile(read)) {
            throw new HeaderBroken(SealRefusal.HEADER_BROKEN);
        }
        List<String> x5c = chain(read.path("x5c"));
        SealHeader header = new SealHeader(
                read.path("alg").asText(),
                Sealer.DOCUMENT,
                read.path("cty").asText(),
                signedAt(read),
                thumbprint(read, x5c.get(0)),
                x5c);
        List<String> pars = new ArrayList<>();
        read.path("sigD").path("pars").forEach(name -> pars.add(name.isTextual() ? name.asText() : ""));
        return new Read(header, pars);
    }

    private static JsonNode tree(String text) throws HeaderBroken {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\\');
        try {
            JsonNode read = plain ? JSON.readTree(text) : null;
            if (read == null || !read.isObject()) {
                throw new HeaderBroken(SealRefusal.HEADER_BROKEN);
            }
            return read;
        } catch (JsonProcessingException broken) {
            throw new HeaderBroken(SealRefusal.HEADER_BROKEN);
        }
    }

    private static boolean isOfTheProfile(JsonNode read) {
        JsonNode signed = read.path("sigD");
        Set<String> critical = new HashSet<>();
        read.path("crit").forEach(name -> critical.add(name.asText()));
        return read.path("alg").isTextual()
                && (read.path("typ").isMissingNode() || read.path("typ").isTextual())
                && read.path("b64").isBoolean()
                && !read.path("b64").asBoolean()
                && read.path("crit").size() == 2
                && critical.equals(Set.of("sigD", "b64"))
                && signed.size() == 2
                && signed.path("mId").asText().equals(MECHANISM)
                && signed.path("pars").isArray()
                && !signed.path("pars").isEmpty();
    }

    private static List<String> chain(JsonNode x5c) throws HeaderBroken {
        List<String> all = new ArrayList<>();
        x5c.forEach(one -> all.add(one.asText()));
        if (!x5c.isArray() || all.isEmpty()) {
            throw new HeaderBroken(SealRefusal.HEADER_MEMBER_MISSING);
        }
        if (all.size() > Limits.CERTIFICATE_CHAIN) {
            throw new HeaderBroken(SealRefusal.TOO_LARGE);
        }
        return all;
    }

    /** {@code iat}, or {@code sigT} as JAdES had it first; a signature without a moment is of none. */
    private static Instant signedAt(JsonNode read) throws HeaderBroken {
        JsonNode iat = read.path("iat");
        try {
            if (iat.isIntegralNumber() && iat.canConvertToLong() && !read.has("sigT")) {
                return Instant.ofEpochSecond(iat.asLong());
            }
            if (iat.isMissingNode() && read.path("sigT").isTextual()) {
                return Instant.parse(read.path("sigT").asText());
            }
        } catch (DateTimeException none) {
            throw new HeaderBroken(SealRefusal.HEADER_BROKEN);
        }
        throw new HeaderBroken(SealRefusal.HEADER_MEMBER_MISSING);
    }

    /** Both digests of the certificate may stand there; each that does must be its own. */
    private static String thumbprint(JsonNode read, String leaf) throws HeaderBroken {
        byte[] der = Base64Url.decodePlain(leaf).orElseThrow(() -> new HeaderBroken(SealRefusal.CHAIN_UNREADABLE));
        String own = Base64Url.text(SigningInput.sha256(der));
        JsonNode other = read.path("x5t#o");
        boolean differs = !other.isMissingNode()
                && !(other.path("digAlg").asText().equals("S512")
                        && other.path("digVal").asText().equals(Base64Url.text(SigningInput.sha512(der))));
        if (differs) {
            throw new HeaderBroken(SealRefusal.THUMBPRINT_DIFFERS);
        }
        return read.has(SealHeader.THUMBPRINT)
                ? read.path(SealHeader.THUMBPRINT).asText()
                : own;
    }
}
