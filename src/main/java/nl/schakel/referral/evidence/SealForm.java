package nl.schakel.referral.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import nl.schakel.referral.Sha256;

/** In which form a seal goes with a message over REST; a partner file chooses it for each channel. */
public enum SealForm {
    /** Detached JWS over the exact bytes, profile {@code overdracht-jws-1}. */
    OVERDRACHT,
    /**
     * JAdES detached over the HTTP header {@code Digest} (mechanism HttpHeaders): payload signing of the API Design Rules,
     * which DDAS follows.
     */
    ADR,
    /** {@link #ADR}, and message signing of the API Design Rules over each request: its target, host and headers too. */
    ADR_MESSAGE,
    /** Inside a FHIR Bundle, in the signature of a Provenance; a resource that is no Bundle has its seal beside it. */
    PROVENANCE;

    /** Before the value of a {@link #digest}; other algorithms may stand beside it in a header. */
    public static final String SHA256 = "SHA-256=";

    /** The member by which JAdES says what is signed. */
    private static final String SIGNED_HEADERS = "\"sigD\"";

    /** As a partner file writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The form of a seal, as its header means it. */
    public static SealForm in(String detachedJws) {
        int stop = detachedJws.indexOf('.');
        try {
            String header = new String(
                    Base64.getUrlDecoder().decode(detachedJws.substring(0, Math.max(stop, 0))),
                    StandardCharsets.ISO_8859_1);
            return meantBy(header);
        } catch (IllegalArgumentException none) {
            return OVERDRACHT;
        }
    }

    /** The form that a header means to have; whether it is of that form, its reading tells. */
    public static SealForm meantBy(String header) {
        return header.contains(SIGNED_HEADERS) ? ADR : OVERDRACHT;
    }

    /** Value of the HTTP header {@code Digest} (RFC 3230) over a body, which {@link #ADR} signs. */
    public static String digest(byte[] body) {
        return SHA256 + Base64.getEncoder().encodeToString(Sha256.of(body));
    }

    /** Whether this value of a header {@code Digest} is one of SHA-256. */
    public static boolean isSha256(String value) {
        return value.regionMatches(true, 0, SHA256, 0, SHA256.length());
    }

    /** The form of this name. */
    public static Optional<SealForm> of(String text) {
        return Arrays.stream(values()).filter(form -> form.text().equals(text)).findFirst();
    }
}
