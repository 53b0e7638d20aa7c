package nl.schakel.directory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Purpose;

/**
 * What was agreed with a partner beside its channels.
 *
 * @param purposes why it may be asked; a circle cannot name it for another purpose
 * @param openings when people are there, Europe/Amsterdam; machines are always answered
 * @param answer how soon it answers a referral
 * @param silence how many of its opening hours may pass without a message before somebody is told; empty for who need not send
 * @param sealParts whether what is most worth hiding is sealed for it alone before it leaves
 * @param quota how much it may send
 * @param backlog how much may wait for it before a referral that would go to it alone is refused
 * @param callsAtOnce how many calls it bears at once; empty when nobody said so
 * @param heartbeat how it is told, when there is nothing for it, how many events there were
 */
public record Agreement(
        Set<Purpose> purposes,
        List<Opening> openings,
        Duration answer,
        Optional<Duration> silence,
        boolean sealParts,
        Quota quota,
        long backlog,
        Optional<Integer> callsAtOnce,
        Optional<Heartbeat> heartbeat) {

    /** Weeks of a busy receiver; what is refused then is better known by its sender today than found by nobody. */
    static final long USUAL_BACKLOG = 100_000;

    /** Hours on some days of the week. */
    public record Opening(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
        public Opening {
            days = Set.copyOf(days);
        }
    }

    /**
     * A sign of life by FHIR.
     *
     * @param every when nothing was delivered for so long, {@link #LEAST} to {@link #MOST}
     * @param channel by which of its channels; one of the template {@code fhir-rest-out}
     */
    public record Heartbeat(Duration every, String channel) {
        public static final Duration LEAST = Duration.ofSeconds(10);
        public static final Duration MOST = Duration.ofDays(1);
    }

    public Agreement {
        purposes = Set.copyOf(purposes);
        openings = List.copyOf(openings);
    }

    /** The same openings, to be counted in. */
    public OpenHours hours() {
        return new OpenHours(openings);
    }
}
