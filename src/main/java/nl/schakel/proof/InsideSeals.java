package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nl.schakel.proof.EvidenceCheck.Findings;
import nl.schakel.seal.SealedBy;
import nl.schakel.seal.XmlSealVerifier;

/** Seals that stand inside the bytes they seal: WS-Security in SOAP (ADR 0028), a Provenance in a FHIR Bundle (ADR 0027). */
final class InsideSeals {
    private static final String PROVENANCE = "Provenance";
    /** Base64 of what every compact JWS begins with. */
    private static final String JWS = "ZXlK";

    private final Signatures signatures;
    private final Findings findings;

    InsideSeals(Signatures signatures, Findings findings) {
        this.signatures = signatures;
        this.findings = findings;
    }

    /** Whose seal it is; empty when there is none, or a finding says what is the matter with it. */
    Optional<SealedBy> check(String where, byte[] bytes, Optional<Instant> by) {
        if (XmlSealVerifier.isIn(bytes)) {
            return signatures.inXml(where, bytes, by);
        }
        if (!mayBeIn(bytes)) {
            return Optional.empty();
        }
        if (bytes[0] == '<' && new String(bytes, StandardCharsets.ISO_8859_1).contains("<signature")) {
            findings.missing(where, "a way to judge the seal inside: FHIR in XML is not read here");
            return Optional.empty();
        }
        List<String> found = in(bytes);
        if (found.size() > 1) {
            findings.wrong(where, "it has more than one seal inside");
        }
        return found.size() == 1 ? signatures.inside(where, bytes, found.get(0), by) : Optional.empty();
    }

    /** Whose they say they are. */
    static List<X509Certificate> certificates(byte[] bytes) {
        if (XmlSealVerifier.isIn(bytes)) {
            return SealedBy.certificatesInXml(bytes);
        }
        return mayBeIn(bytes)
                ? in(bytes).stream()
                        .flatMap(data -> Texts.base64(data).stream())
                        .flatMap(jws -> SealedBy.certificates(new String(jws, StandardCharsets.ISO_8859_1)).stream())
                        .toList()
                : List.of();
    }

    private static boolean mayBeIn(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains(PROVENANCE) && (text.contains(JWS) || text.contains("jose"));
    }

    private static List<String> in(byte[] json) {
        List<String> found = new ArrayList<>();
        gather(Texts.read(json), found);
        return found;
    }

    private static void gather(JsonNode json, List<String> found) {
        if (json.path("resourceType").asText().equals(PROVENANCE)) {
            for (JsonNode signature : json.path("signature")) {
                String data =
                        signature.path("data").asText(signature.path("blob").asText());
                String form = signature
                        .path("sigFormat")
                        .asText(signature.path("contentType").asText());
                if (form.toLowerCase(Locale.ROOT).contains("jose") || data.startsWith(JWS)) {
                    found.add(data);
                }
            }
        }
        json.forEach(member -> gather(member, found));
    }
}
