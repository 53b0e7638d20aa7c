package nl.schakel.watch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what was said about people is kept after a referral is closed. Receipts, seals, decisions and the log: five years.
 *
 * @param pickedUp working days, when every receiver has said that it has the referral
 * @param payload at most, whoever has it
 * @param unanswered a request to which nobody said yes or no for so long ends, and its sender hears that
 * @param every how often is looked
 */
@ConfigurationProperties("schakel.retention")
record RetentionSettings(
        @DefaultValue("5") int pickedUp,
        @DefaultValue("30d") Duration payload,
        @DefaultValue("30d") Duration unanswered,
        @DefaultValue("1h") Duration every) {
    private static final Duration MOST = Duration.ofDays(30);

    RetentionSettings {
        if (unanswered.isNegative() || unanswered.isZero()) {
            throw new IllegalArgumentException("schakel.retention.unanswered is a positive time");
        }
        if (pickedUp < 0 || payload.isNegative() || payload.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "schakel.retention.picked-up is 0 or more working days, and payload at most 30 days");
        }
    }
}
