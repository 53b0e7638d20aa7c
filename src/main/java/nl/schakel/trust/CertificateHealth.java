package nl.schakel.trust;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Says in time that a certificate ends or that nobody says whether certificates were revoked. */
final class CertificateHealth implements HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateHealth.class);
    private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    private final Holdings holdings;
    private final RevocationWatch revocations;
    private final Clock clock;
    private final @Nullable MultiGauge daysLeft;
    private final @Nullable MultiGauge silent;
    private final Map<String, Integer> told = new ConcurrentHashMap<>();

    CertificateHealth(Holdings holdings, RevocationWatch revocations, Clock clock, @Nullable MeterRegistry meters) {
        this.holdings = holdings;
        this.revocations = revocations;
        this.clock = clock;
        this.daysLeft = meters == null
                ? null
                : MultiGauge.builder("schakel.certificate.days.left")
                        .description("Days until a certificate in use or announced ends")
                        .register(meters);
        this.silent = meters == null
                ? null
                : MultiGauge.builder("schakel.revocation.source.silent")
                        .description("1 when a revocation list or responder does not answer")
                        .register(meters);
    }

    /** Takes the numbers of now, and tells each threshold that was reached once in the log. */
    void measure() {
        List<Holdings.Holding> all = mattering();
        all.forEach(this::tell);
        if (daysLeft != null) {
            daysLeft.register(all.stream().map(this::row).toList(), true);
        }
        if (silent != null) {
            silent.register(
                    revocations.sources().entrySet().stream()
                            .<MultiGauge.Row<?>>map(source -> MultiGauge.Row.of(
                                    Tags.of("source", source.getKey()),
                                    source.getValue().trouble().isPresent() ? 1 : 0))
                            .toList(),
                    true);
        }
    }

    private MultiGauge.Row<?> row(Holdings.Holding holding) {
        double left = Duration.between(clock.instant(), holding.until()).toSeconds() / SECONDS_OF_A_DAY;
        return MultiGauge.Row.of(
                Tags.of(
                        "owner", holding.owner(),
                        "use", holding.use(),
                        "state", holding.state().text(),
                        "key", holding.key().substring(0, 16)),
                left);
    }

    private void tell(Holdings.Holding holding) {
        OptionalInt reached = ExpiryWarning.reached(holding.until(), clock.instant());
        if (reached.isEmpty()) {
            return;
        }
        Integer before = told.put(holding.key(), reached.getAsInt());
        if (before == null || before != reached.getAsInt()) {
            LOG.warn(
                    "certificate ends owner={} use={} state={} until={} within_days={}",
                    holding.owner(),
                    holding.use(),
                    holding.state().text(),
                    holding.until(),
                    reached.getAsInt());
        }
    }

    private List<Holdings.Holding> mattering() {
        try {
            return holdings.all().stream().filter(Holdings.Holding::matters).toList();
        } catch (KeyMaterialInvalid half) {
            return List.of();
        }
    }

    /** Down only when a key of ours has ended: then nothing leaves any more. */
    @Override
    public Health health() {
        Instant now = clock.instant();
        Map<String, Object> ending = new TreeMap<>();
        boolean ended = false;
        for (Holdings.Holding holding : mattering()) {
            OptionalInt reached = ExpiryWarning.reached(holding.until(), now);
            if (reached.isPresent()) {
                String name = holding.owner() + " " + holding.use() + " "
                        + holding.state().text();
                ending.put(name, reached.getAsInt() == 0 ? "ended" : "within " + reached.getAsInt() + " days");
                ended |= reached.getAsInt() == 0
                        && holding.owner().equals("gateway")
                        && holding.state() == KeyState.ACTIVE;
            }
        }
        Map<String, String> silentNow = new TreeMap<>();
        revocations.sources().forEach((source, heard) -> heard.trouble().ifPresent(why -> silentNow.put(source, why)));
        return (ended ? Health.down() : Health.up())
                .withDetail("ending", ending)
                .withDetail("silent", silentNow)
                .build();
    }
}
