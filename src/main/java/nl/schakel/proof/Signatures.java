package nl.schakel.proof;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import nl.schakel.proof.EvidenceCheck.Findings;
import nl.schakel.referral.Limits;
import nl.schakel.seal.SealedBy;
import nl.schakel.seal.TimeStamps;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.PastRevocations;
import nl.schakel.trust.StampTrust;
import nl.schakel.trust.TrustAnchors;

/**
 * Signatures of long ago. A signature counts as made when something outside shows by when it was there: a time-stamp over a
 * checkpoint that holds its digest, or over the evidence file itself. Only without one must its certificate still be valid.
 */
final class Signatures {
    private final List<X509Certificate> anchors = new ArrayList<>();
    private final TrustAnchors trust;
    private final List<X509Certificate> between;
    private final TimeStamps stamps;
    private final PastRevocations revocations;
    private final Findings findings;
    private final Instant now;
    private final Optional<Instant> exported;
    private final boolean stampMissing;
    private String gatewayOin = "";

    Signatures(SortedMap<String, byte[]> files, Collection<X509Certificate> believed, Instant now, Findings findings) {
        anchors.addAll(believed.isEmpty() ? roots(files) : believed);
        between = certificates(files, "trust/issuer-");
        this.now = now;
        this.findings = findings;
        trust = TrustAnchors.of(anchors, Clock.fixed(now, ZoneOffset.UTC));
        stamps = new TimeStamps(new StampTrust(anchors));
        revocations = PastRevocations.of(
                files.subMap("trust/list-", "trust/list.").values(),
                files.subMap("trust/answer-", "trust/answer.").values());
        exported = Optional.ofNullable(files.get(Texts.STAMP)).flatMap(token -> stamped(token, contents(files)));
        stampMissing = files.containsKey(Texts.STAMP) && exported.isEmpty();
    }

    private static byte[] contents(SortedMap<String, byte[]> files) {
        return Optional.ofNullable(files.get(Texts.CONTENTS)).orElseGet(() -> new byte[0]);
    }

    /** The certificates that the file itself brings; believed by nobody for that. */
    static List<X509Certificate> roots(SortedMap<String, byte[]> files) {
        return certificates(files, "trust/root-");
    }

    private static List<X509Certificate> certificates(SortedMap<String, byte[]> files, String stem) {
        return files.subMap(stem, stem + "~").values().stream()
                .flatMap(bytes -> Anchors.of(new String(bytes, StandardCharsets.ISO_8859_1)).stream())
                .toList();
    }

    /** Their thumbprints, for somebody who has to compare. */
    String roots() {
        return anchors.stream()
                .map(root -> root.getSubjectX500Principal().getName() + ", SHA-256 "
                        + java.util.HexFormat.of().formatHex(Certificates.thumbprint(root)))
                .collect(Collectors.joining("; "));
    }

    /** The moment of a good token over these bytes; empty for any other: it proves nothing. */
    Optional<Instant> stamped(byte[] token, byte[] data) {
        return stamps.verify(token, data)
                .filter(stamp -> stamp.path().stream().noneMatch(this::revoked))
                .map(TimeStamps.Stamp::at);
    }

    private boolean revoked(X509Certificate certificate) {
        return issuer(certificate, List.of())
                .flatMap(issuer -> revocations.revokedAt(certificate, issuer))
                .isPresent();
    }

    /** The word about the file itself; who signed it must have signed all that is ours in it. */
    boolean gateway(String jws, String type) {
        SealedBy.Outcome outcome = SealedBy.checkCompact(trust, jws, type);
        if (outcome.good().isEmpty()) {
            findings.wrong(Texts.SEALED, "its signature does not hold: " + outcome.refusal());
            return false;
        }
        gatewayOin = outcome.good().get().signer().oin();
        if (stampMissing) {
            findings.missing(Texts.STAMP, "the root certificate of the time-stamp authority, or a good time-stamp");
        }
        time(Texts.SEALED, outcome.good().get(), Optional.empty());
        return true;
    }

    /** A compact JWS of the gateway. */
    void ours(String where, String compact, String type, Optional<Instant> by) {
        mine(where, SealedBy.checkCompact(trust, compact, type), by);
    }

    /** A detached JWS of the gateway. */
    void ours(String where, byte[] payload, String detached, String type, Optional<Instant> by) {
        mine(where, SealedBy.check(trust, payload, detached, type), by);
    }

    private void mine(String where, SealedBy.Outcome outcome, Optional<Instant> by) {
        counted(where, outcome, by).ifPresent(signed -> mustBeOurs(where, signed));
    }

    /** Anybody's; says whose it is. */
    Optional<SealedBy> check(String where, byte[] payload, String detached, String type, Optional<Instant> by) {
        return counted(where, SealedBy.check(trust, payload, detached, type), by);
    }

    /** Anybody's, over the request in which these bytes came. */
    Optional<SealedBy> overRequest(String where, String text, byte[] bytes, String detached, Optional<Instant> by) {
        return counted(where, SealedBy.overRequest(trust, text, bytes, detached), by);
    }

    /** Anybody's, inside a SOAP message. */
    Optional<SealedBy> inXml(String where, byte[] soap, Optional<Instant> by) {
        return counted(where, SealedBy.inXml(trust, soap, between), by);
    }

    /** Anybody's, in this string of a FHIR message. */
    Optional<SealedBy> inside(String where, byte[] message, String data, Optional<Instant> by) {
        return counted(where, SealedBy.inside(trust, message, data), by);
    }

    void mustBeOurs(String where, SealedBy seal) {
        if (!seal.signer().oin().equals(gatewayOin)) {
            findings.wrong(where, "another organisation signed it");
        }
    }

    private Optional<SealedBy> counted(String where, SealedBy.Outcome outcome, Optional<Instant> by) {
        if (outcome.good().isEmpty()) {
            findings.wrong(where, "its signature does not hold: " + outcome.refusal());
            return Optional.empty();
        }
        time(where, outcome.good().get(), by);
        return outcome.good();
    }

    /** @param by the earliest moment at which something outside shows that it was there */
    private void time(String where, SealedBy signed, Optional<Instant> by) {
        Optional<Instant> shown = by.or(() -> exported);
        Instant until = shown.orElse(now);
        if (signed.signedAt().isAfter(until.plus(Limits.CLOCK_SKEW))) {
            findings.wrong(where, "it says that it was signed after it was there");
        }
        for (X509Certificate certificate : signed.chain()) {
            if (until.isAfter(certificate.getNotAfter().toInstant())) {
                findings.missing(where, "a time-stamp from before its certificate ended");
            }
            status(where, certificate, signed, shown);
        }
    }

    private void status(String where, X509Certificate certificate, SealedBy signed, Optional<Instant> shown) {
        Optional<X509Certificate> issuer = issuer(certificate, signed.chain());
        if (issuer.isEmpty()) {
            return;
        }
        Optional<Instant> revoked = revocations.revokedAt(certificate, issuer.get());
        if (revoked.filter(at -> !at.isAfter(signed.signedAt())).isPresent()) {
            findings.wrong(where, "its certificate was revoked at " + revoked.get() + ", before it was signed");
        } else if (revoked.filter(at -> shown.isEmpty() || !shown.get().isBefore(at))
                .isPresent()) {
            findings.missing(where, "a time-stamp from before " + revoked.get() + ", when its certificate was revoked");
        } else if (!revocations.speakOf(certificate, issuer.get(), signed.signedAt())) {
            findings.missing(
                    where,
                    "a revocation list of its issuer, or a responder's answer, that reaches to when it was signed");
        }
    }

    private Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> chain) {
        return java.util.stream.Stream.concat(chain.stream(), anchors.stream())
                .filter(other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .filter(other -> !other.equals(certificate))
                .findFirst();
    }

    /** Certificates out of PEM text. */
    static final class Anchors {
        private Anchors() {}

        static List<X509Certificate> of(String pem) {
            List<X509Certificate> certificates = new ArrayList<>();
            for (String block : pem.split("-----BEGIN CERTIFICATE-----", -1)) {
                int end = block.indexOf("-----END CERTIFICATE-----");
                if (end > 0) {
                    try {
                        certificates.add(Certificates.parse(
                                java.util.Base64.getMimeDecoder().decode(block.substring(0, end))));
                    } catch (CertificateException | IllegalArgumentException none) {
                        // What is no certificate is nobody's anchor.
                    }
                }
            }
            return certificates;
        }
    }
}
