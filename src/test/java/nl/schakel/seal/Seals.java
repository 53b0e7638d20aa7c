package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Workshop;

/** Makes seals as another party would, by the JDK, good and bad; nothing here uses the room's own code. */
final class Seals {
    private final IssuedKey key;
    private final Map<String, String> header = new LinkedHashMap<>();

    private Seals(IssuedKey key) {
        this.key = key;
        set("alg", "\"" + algorithm(key) + "\"");
        set("typ", "\"overdracht-document+jws\"");
        set("cty", "\"application/fhir+json\"");
        set("iat", Long.toString(Workshop.NOW.getEpochSecond()));
        set("x5t#S256", "\"" + thumbprint(key.certificate()) + "\"");
        set("x5c", "[" + key.chain().stream().map(Seals::base64).collect(Collectors.joining(",")) + "]");
    }

    static Seals by(IssuedKey key) {
        return new Seals(key);
    }

    /** Sets a member to this JSON text. */
    Seals set(String member, String json) {
        header.put(member, json);
        return this;
    }

    Seals without(String member) {
        header.remove(member);
        return this;
    }

    String json() {
        return header.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    String over(byte[] payload) {
        return over(payload, json());
    }

    /** A properly signed seal with exactly this text as its header. */
    String over(byte[] payload, String json) {
        String encoded = url(json.getBytes(StandardCharsets.ISO_8859_1));
        return encoded + ".." + url(sign(encoded + "." + url(payload)));
    }

    static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] sign(String input) {
        try {
            Signature signature = switch (algorithm(key)) {
                case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                case "PS256" -> pss();
                default -> Signature.getInstance("Ed25519");
            };
            signature.initSign(key.key());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }

    private static String algorithm(IssuedKey key) {
        return switch (key.key().getAlgorithm()) {
            case "EC" -> "ES256";
            case "RSA" -> "PS256";
            default -> "EdDSA";
        };
    }

    private static String base64(X509Certificate certificate) {
        try {
            return "\"" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + "\"";
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return url(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
