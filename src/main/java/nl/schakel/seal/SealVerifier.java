package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.trust.Organisation;
import nl.schakel.trust.TrustAnchors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a detached JWS of profile {@code overdracht-jws-1} over exact bytes. The sender hears {@code SEAL_INVALID}
 * whatever was wrong with the signature, so that no answer helps to forge one; only who signed well, but too long ago or
 * in the future, hears {@code MESSAGE_EXPIRED}; and whose certificate nobody speaks for at the moment, hears {@code
 * CERTIFICATE_STATUS_UNKNOWN}. Safe for use by many threads.
 */
public final class SealVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(SealVerifier.class);

    private final SealCheck check;

    public SealVerifier(TrustAnchors anchors) {
        this(anchors, NativeProvider.none());
    }

    SealVerifier(TrustAnchors anchors, NativeProvider provider) {
        this.check = new SealCheck(anchors, provider);
    }

    /**
     * What a good seal says.
     *
     * @param signedAt as the signer claims, in whole seconds
     * @param form in which it was made
     * @param jwsSha256 lower-case hexadecimal, evidence of what was received. Never an identity: the twin (r, n-s) of an
     *     ECDSA signature is as valid and has another digest
     */
    public record Sealed(Organisation signer, Instant signedAt, String jwsSha256, SealForm form) {
        /** A seal inside what it seals, which has no form beside it. */
        Sealed(Organisation signer, Instant signedAt, String valueSha256) {
            this(signer, signedAt, valueSha256, SealForm.OVERDRACHT);
        }
    }

    /**
     * @param payload exactly as received
     * @param detachedJws {@code header..signature}; blank when none came
     * @param expectedTyp such as {@link Sealer#DOCUMENT}
     */
    public Step<Sealed> verify(byte[] payload, String detachedJws, String expectedTyp, Instant now) {
        if (detachedJws.isEmpty()) {
            return Step.stopped(Problem.of(ProblemCode.SEAL_MISSING));
        }
        return told(check.check(payload, detachedJws, expectedTyp, now), detachedJws, expectedTyp);
    }

    /**
     * Checks message signing of the API Design Rules.
     *
     * @param head as it travelled; that its host is ours is for the caller to see
     * @param detachedJws {@code header..signature}
     */
    public Step<Sealed> verifyRequest(RequestHead head, byte[] body, String detachedJws, Instant now) {
        return told(check.checkRequest(head, body, detachedJws, now), detachedJws, "request");
    }

    private static Step<Sealed> told(SealCheck.Outcome outcome, String jws, String typ) {
        if (outcome instanceof SealCheck.Good good) {
            return Step.next(new Sealed(good.signer(), good.signedAt(), digest(jws), good.form()));
        }
        SealRefusal cause = ((SealCheck.Bad) outcome).cause();
        LOG.info("seal refused cause={} typ={}", cause.code(), typ);
        return Step.stopped(Problem.of(told(cause)));
    }

    /**
     * As {@link #verify}, of a seal inside the message that it seals.
     *
     * @param message exactly as received
     * @param data base64 of the JWS as it stands there; blank when what was found is not one seal over the whole message
     */
    public Step<Sealed> verifyInside(byte[] message, String data, Instant now) {
        Optional<EnclosedSeal> found =
                EnclosedSeal.in(message, data).filter(seal -> !seal.jws().isEmpty());
        if (found.isEmpty()) {
            LOG.info("seal refused cause={} typ={}", SealRefusal.FORM_BROKEN.code(), Sealer.ENCLOSED);
            return Step.stopped(Problem.of(told(SealRefusal.FORM_BROKEN)));
        }
        return verify(found.get().payload(), found.get().jws(), Sealer.ENCLOSED, now)
                .map(seal -> new Sealed(seal.signer(), seal.signedAt(), seal.jwsSha256(), SealForm.PROVENANCE));
    }

    /** Why {@code verify} refuses, as a short code for the audit, never for the sender; empty when it does not. */
    public Optional<String> diagnose(byte[] payload, String detachedJws, String expectedTyp, Instant now) {
        return check.check(payload, detachedJws, expectedTyp, now) instanceof SealCheck.Bad bad
                ? Optional.of(bad.code())
                : Optional.empty();
    }

    static ProblemCode told(SealRefusal cause) {
        return switch (cause) {
            case TOO_OLD, IN_THE_FUTURE -> ProblemCode.MESSAGE_EXPIRED;
            case STATUS_UNKNOWN -> ProblemCode.CERTIFICATE_STATUS_UNKNOWN;
            default -> ProblemCode.SEAL_INVALID;
        };
    }

    private static String digest(String jws) {
        return HexFormat.of().formatHex(SigningInput.sha256(jws.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Longest text of a seal: an encoded header at its limit, two full stops and the signature of the largest key. */
    static final int TEXT_CHARACTERS = (Limits.SEAL_HEADER_BYTES + 2) / 3 * 4 + 2 + 2048;
}
