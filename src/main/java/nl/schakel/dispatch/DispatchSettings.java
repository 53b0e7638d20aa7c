package nl.schakel.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is done at once, and how often is looked.
 *
 * @param workers threads that work items; 0 for twelve per core, because most of their time goes into waiting for a
 *     commit or a partner
 * @param perPartner workers one partner may hold at most; 0 for a sixth of them, and more while it answers at once and
 *     twice as many stay free for others
 * @param batch most ids taken from the broker, claimed and relayed at once
 * @param gather the relay waits this long after a batch, so that the next commit carries more than one id
 * @param poll the relay looks by itself this often, for what another process left
 * @param sweep how often what is due or was lost is put back; well within {@code Limits.SWEEP}, because one sweep of the
 *     journal is bounded and a retry is due to the second
 * @param broker where the broker is
 */
@ConfigurationProperties("schakel.dispatch")
public record DispatchSettings(
        @DefaultValue("0") int workers,
        @DefaultValue("0") int perPartner,
        @DefaultValue("32") int batch,
        @DefaultValue("5ms") Duration gather,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue BrokerAddress broker) {

    private static final int WORKERS_PER_CORE = 12;
    private static final int SHARES = 6;
    /** For others, when a partner that has more than its share falls silent in the middle. */
    private static final int SHARES_KEPT = 2;
    /** Three a core: one works, one waits for the database, one for the disk. */
    private static final int PARTS_PREPARING = 4;

    public DispatchSettings {
        workers =
                workers > 0 ? workers : WORKERS_PER_CORE * Runtime.getRuntime().availableProcessors();
        if (batch < 1 || batch > 1_000) {
            throw new IllegalArgumentException("schakel.dispatch.batch is 1 to 1000");
        }
        if (isNot(poll) || isNot(sweep) || gather.isNegative()) {
            throw new IllegalArgumentException("schakel.dispatch.gather, poll and sweep are positive times");
        }
    }

    /** Workers a partner may hold, however it answers. */
    int share() {
        return perPartner > 0 ? Math.min(perPartner, workers) : Math.max(1, workers / SHARES);
    }

    /** Workers that may call partners while one of them gets more than its share; 0 when none does. */
    int callingWhileWide() {
        return perPartner > 0 ? 0 : mostCalling() - SHARES_KEPT * share();
    }

    /** Workers that may call partners; the others are for work that calls nobody. */
    int mostCalling() {
        return Math.max(1, workers - Math.max(1, workers / 4));
    }

    /**
     * Workers that prepare at once. Preparing costs processors and database, calling a partner costs neither: were all to
     * prepare at once, whoever stands at a door would wait for them.
     */
    int preparing() {
        return Math.max(2, workers / PARTS_PREPARING);
    }

    /** Workers that prepare while a partner gets more than its share: what comes for others finds a third of the places free. */
    int preparingWhileWide() {
        return preparing() - Math.max(1, preparing() / 3);
    }

    /** What holds when nothing is set. */
    public static DispatchSettings standard() {
        return new DispatchSettings(
                0, 0, 32, Duration.ofMillis(5), Duration.ofSeconds(1), Duration.ofSeconds(1), BrokerAddress.INSIDE);
    }

    private static boolean isNot(Duration time) {
        return time.isNegative() || time.isZero();
    }
}
