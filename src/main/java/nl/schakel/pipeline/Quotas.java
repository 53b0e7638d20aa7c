package nl.schakel.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.directory.Quota;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;

/**
 * A bucket for every partner of the directory, and one that all share who are nobody of it: its memory does not grow with what
 * comes in. Each process has its own.
 */
final class Quotas {
    private static final String NOBODY = "unknown";

    private final Map<PartnerId, Allowed> partners;
    private final Allowed strangers;
    private final LongSupplier nanos;

    /** What one sender may do, and how often it was told to wait. */
    private record Allowed(Quota quota, TokenBucket bucket, Counter told) {}

    Quotas(Directory directory, MeterRegistry meters, LongSupplier nanos) {
        this.nanos = nanos;
        this.partners = directory.partners().stream()
                .map(Partner::id)
                .collect(Collectors.toUnmodifiableMap(
                        id -> id, id -> allowed(id.value(), directory.quota(id), meters, nanos.getAsLong())));
        this.strangers = allowed(NOBODY, Quota.STANDARD, meters, nanos.getAsLong());
    }

    private static Allowed allowed(String name, Quota quota, MeterRegistry meters, long now) {
        return new Allowed(
                quota,
                new TokenBucket(quota, Limits.CSV_ROWS, now),
                Counter.builder("schakel.quota.exceeded")
                        .description("Times that a sender was told to wait, because it sends more than its quota")
                        .tag("partner", name)
                        .register(meters));
    }

    /** Takes a token of this sender; or how long it has to wait for one. */
    Optional<Duration> take(Optional<PartnerId> sender) {
        Allowed allowed = of(sender);
        Optional<Duration> wait = allowed.bucket().take(nanos.getAsLong());
        wait.ifPresent(time -> allowed.told().increment());
        return wait;
    }

    /** What came in one piece and is more than one message is paid for afterwards. */
    void spend(PartnerId sender, int messages) {
        of(Optional.of(sender)).bucket().spend(messages, nanos.getAsLong());
    }

    int perMinute(Optional<PartnerId> sender) {
        return of(sender).quota().perMinute();
    }

    /** How often this partner was told to wait since this process began. */
    long told(PartnerId partner) {
        return Math.round(of(Optional.of(partner)).told().count());
    }

    private Allowed of(Optional<PartnerId> sender) {
        return sender.flatMap(id -> Optional.ofNullable(partners.get(id))).orElse(strangers);
    }
}
