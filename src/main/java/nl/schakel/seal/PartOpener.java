package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.IssuedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what was sealed for us. It counts only when the sender signed it for us and for this message: a part that an
 * honest receiver re-encrypts to somebody else names the wrong receiver inside. Whatever is wrong, the answer is the
 * same. Safe for use by many threads.
 */
public final class PartOpener {
    private static final Logger LOG = LoggerFactory.getLogger(PartOpener.class);

    private final IssuedKey own;
    private final OpeningKey key;
    private final SealVerifier verifier;
    private final Clock clock;

    /** @throws IllegalArgumentException when the key cannot be decoded, nor used where it lies */
    public PartOpener(IssuedKey own, SealVerifier verifier, Clock clock) {
        this.own = own;
        this.verifier = verifier;
        this.clock = clock;
        this.key = OpeningKey.of(own.key());
    }

    /**
     * @param jwe compact
     * @param messageId of the message that it came in
     * @return the part; or stopped with {@code SEAL_INVALID}
     */
    public Step<SealedPart> open(String jwe, String messageId) {
        return PartForm.of(jwe).map(form -> opened(form, messageId)).orElseGet(() -> refused("form-broken"));
    }

    private Step<SealedPart> opened(PartForm form, String messageId) {
        PartHeader header = form.header();
        List<byte[]> parts = form.parts();
        String us = own.organisation().oin();
        if (!header.label().to().equals(us)
                || !header.label().messageId().equals(messageId)
                || !header.recipient().equals(Base64Url.text(Certificates.thumbprint(own.certificate())))) {
            return refused("not-for-us");
        }
        Optional<byte[]> open = ContentKey.unwrap(header, parts.get(1), key)
                .flatMap(content -> Gcm.open(
                        content,
                        parts.get(2),
                        form.encodedHeader().getBytes(StandardCharsets.US_ASCII),
                        new Gcm.Closed(parts.get(3), parts.get(4))))
                .flatMap(Padding::unpad);
        return open.map(signed -> signed(header, new String(signed, StandardCharsets.US_ASCII)))
                .orElseGet(() -> refused("cannot-be-opened"));
    }

    private Step<SealedPart> signed(PartHeader header, String compact) {
        String[] parts = compact.split("\\.", -1);
        Optional<byte[]> payload = parts.length == 3 ? Base64Url.decode(parts[1]) : Optional.empty();
        if (payload.isEmpty()) {
            return refused("inner-form-broken");
        }
        return verifier.verify(payload.get(), parts[0] + ".." + parts[2], SealedPart.INNER, clock.instant())
                .then(seal -> PartText.read(payload.get())
                        .filter(part -> part.label().equals(header.label())
                                && seal.signer().oin().equals(part.from()))
                        .map(Step::next)
                        .orElseGet(() -> refused("label-differs")));
    }

    /** Which it was is for the log; the other side hears that it does not count. */
    private static Step<SealedPart> refused(String why) {
        LOG.info("sealed part refused cause={}", why);
        return Step.stopped(Problem.of(ProblemCode.SEAL_INVALID));
    }
}
