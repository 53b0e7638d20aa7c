package nl.schakel.referral;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part that only its receiver can open, as a message carries it: a FHIR {@code DocumentReference} whose one attachment is
 * of type {@code application/jose} and whose {@code securityLabel} says of which category it is (ADR 0025).
 */
public final class SealedContent {
    /** Media type of a compact JWE (RFC 7515 section 9.2.1). */
    public static final String MEDIA_TYPE = "application/jose";
    /** System of the codes by which a sealed part says its category. */
    public static final String CATEGORY = "https://schakel.nl/fhir/CodeSystem/category";

    private SealedContent() {}

    /** The resource that carries a part, with its category on the outside. */
    public static Json.Obj of(String jwe, String category) {
        String data = Base64.getEncoder().encodeToString(jwe.getBytes(StandardCharsets.US_ASCII));
        Json.Obj coding = Json.object().with("system", CATEGORY).with("code", category);
        Json.Obj attachment = Json.object().with("contentType", MEDIA_TYPE).with("data", data);
        return Json.object()
                .with("resourceType", "DocumentReference")
                .with("status", "current")
                .with("securityLabel", Json.array(Json.object().with("coding", Json.array(coding))))
                .with("content", Json.array(Json.object().with("attachment", attachment)));
    }

    /** Whether any of its attachments says that it is sealed, however that is written. */
    public static boolean is(Json.Obj resource) {
        return attachments(resource).stream()
                .anyMatch(attachment -> attachment
                        .text("contentType")
                        .map(type -> type.replaceAll("[;,].*", "").strip().toLowerCase(Locale.ROOT))
                        .filter(MEDIA_TYPE::equals)
                        .isPresent());
    }

    /** The compact JWE; empty unless it is the only attachment, and declared exactly as it should be. */
    public static Optional<String> jwe(Json.Obj resource) {
        List<Json.Obj> all = attachments(resource);
        return all.size() == 1
                ? all.get(0)
                        .text("data")
                        .filter(data -> all.get(0).text("contentType").equals(Optional.of(MEDIA_TYPE)))
                        .flatMap(SealedContent::decoded)
                : Optional.empty();
    }

    /** The category codes that it declares, in their order. */
    public static List<String> categories(Json.Obj resource) {
        return resource.list("securityLabel").stream()
                .flatMap(label -> label.asObject().stream())
                .flatMap(label -> label.list("coding").stream())
                .flatMap(coding -> coding.asObject().stream())
                .filter(coding -> coding.text("system").equals(Optional.of(CATEGORY)))
                .flatMap(coding -> coding.text("code").stream())
                .toList();
    }

    private static List<Json.Obj> attachments(Json.Obj resource) {
        return resource.list("content").stream()
                .flatMap(content -> content.asObject().stream())
                .flatMap(content -> content.object("attachment").stream())
                .toList();
    }

    private static Optional<String> decoded(String data) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(data), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
