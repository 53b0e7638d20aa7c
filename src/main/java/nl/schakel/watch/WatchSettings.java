package nl.schakel.watch;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often is looked, and what is too long.
 *
 * @param every how often is looked
 * @param whole how often every message that was ever accepted is counted, not only those of the last time
 * @param parked work that waits longer than this for a person is told
 * @param failing a partner is told of when something for it was accepted so long ago and attempts fail
 * @param unseen work that was due so long ago and that nobody took up is told
 * @param paused a pause that lasts longer is told: somebody may have forgotten it
 * @param hook where what begins and ends is posted as JSON; only https, or this machine
 */
@ConfigurationProperties("schakel.watch")
record WatchSettings(
        @DefaultValue("1m") Duration every,
        @DefaultValue("1h") Duration whole,
        @DefaultValue("24h") Duration parked,
        @DefaultValue("15m") Duration failing,
        @DefaultValue("30m") Duration unseen,
        @DefaultValue("24h") Duration paused,
        Optional<URI> hook) {

    /** The frame binds an absent setting to nothing at all. */
    WatchSettings {
        hook = Objects.requireNonNullElse(hook, Optional.empty());
        if (every.isNegative() || every.isZero() || whole.compareTo(every) < 0) {
            throw new IllegalArgumentException("schakel.watch.every is positive, and whole is not less than it");
        }
        hook.ifPresent(WatchSettings::check);
    }

    /** What is told names partners; it does not travel in the clear. */
    private static void check(URI hook) {
        boolean here = "http".equals(hook.getScheme())
                && ("127.0.0.1".equals(hook.getHost()) || "localhost".equals(hook.getHost()));
        if (hook.getHost() == null || hook.getUserInfo() != null || !(here || "https".equals(hook.getScheme()))) {
            throw new IllegalArgumentException(
                    "schakel.watch.hook is an https address without a name and password, or one of this machine");
        }
    }
}
