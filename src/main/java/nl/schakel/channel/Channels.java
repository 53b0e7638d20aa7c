package nl.schakel.channel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Partner;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.SealForm;
import org.apache.camel.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways out to partners that are open now. A partner's channels are opened beside the old ones and take their place
 * only when all of them stand; otherwise the old ones stay.
 */
public final class Channels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    /** Parameter of templates that call over HTTPS: who makes the call. */
    static final String HOP = "hop";

    static final String CLIENT = "partner-client";
    static final String SEALING_CLIENT = "sealing-client";

    /** One open way out. */
    record Way(String routeId, Endpoint entry) {}

    private final Templates templates;
    private final AtomicLong generation = new AtomicLong();
    private final Map<PartnerId, Map<String, Way>> open = new ConcurrentHashMap<>();

    Channels(Templates templates) {
        this.templates = templates;
    }

    /** Opens or replaces the partner's ways out; empty when they stand, else why the old ones stayed. */
    public synchronized Optional<Problem> open(Partner partner) {
        Map<String, Way> fresh = new LinkedHashMap<>();
        for (ChannelUse use : partner.channels()) {
            if (use.leadsOut()) {
                Optional<Problem> problem = openOne(partner.id(), use, fresh);
                if (problem.isPresent()) {
                    closeAll(fresh, DoorLimits.CLOSING);
                    LOG.warn("{} partner={} channel={}", problem.get().code().id(), partner.id(), use.name());
                    return problem;
                }
            }
        }
        closeAll(Optional.ofNullable(open.put(partner.id(), Map.copyOf(fresh))).orElse(Map.of()), Limits.PARTNER_CALL);
        return Optional.empty();
    }

    private Optional<Problem> openOne(PartnerId partner, ChannelUse use, Map<String, Way> fresh) {
        Optional<Problem> problem = templates.problem(use.template(), use.parameters());
        if (problem.isPresent()) {
            return problem.map(p -> placed(p, partner, use));
        }
        String routeId = partner + "." + use.name() + "." + generation.incrementAndGet();
        Map<String, String> parameters = new LinkedHashMap<>(use.parameters());
        parameters.put("in", routeId);
        if (use.form() == SealForm.ADR_MESSAGE) {
            parameters.put(HOP, SEALING_CLIENT);
        }
        try {
            templates.open(routeId, use.template(), parameters);
            fresh.put(use.name(), new Way(routeId, templates.entry(routeId)));
            return Optional.empty();
        } catch (Exception failed) {
            return Optional.of(placed(
                    Problem.at(ProblemCode.CONFIGURATION_INVALID, "template")
                            .seen(failed.getClass().getSimpleName()),
                    partner,
                    use));
        }
    }

    private static Problem placed(Problem problem, PartnerId partner, ChannelUse use) {
        String place =
                partner + ", channels." + use.name() + "." + problem.place().orElse("");
        return problem.placed(place);
    }

    /** Closes every way out to the partner; what is under way finishes. */
    public synchronized void close(PartnerId partner) {
        closeAll(Optional.ofNullable(open.remove(partner)).orElse(Map.of()), Limits.PARTNER_CALL);
    }

    /** Whether this way stands open. */
    public boolean isOpen(PartnerId partner, String channel) {
        return way(partner, channel).isPresent();
    }

    Optional<Way> way(PartnerId partner, String channel) {
        return Optional.ofNullable(open.getOrDefault(partner, Map.of()).get(channel));
    }

    private void closeAll(Map<String, Way> ways, Duration patience) {
        for (Way way : ways.values()) {
            try {
                templates.close(way.routeId(), patience);
            } catch (Exception trouble) {
                LOG.warn(
                        "Route {} did not close: {}",
                        way.routeId(),
                        trouble.getClass().getSimpleName());
            }
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(ways -> closeAll(ways, DoorLimits.CLOSING));
        open.clear();
    }
}
