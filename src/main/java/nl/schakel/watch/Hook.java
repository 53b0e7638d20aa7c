package nl.schakel.watch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import nl.schakel.egress.Egress;
import nl.schakel.egress.EgressRefused;
import nl.schakel.egress.HttpCalls;
import nl.schakel.journal.Alerts;
import nl.schakel.journal.Alerts.Alert;
import nl.schakel.referral.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what began and what ended to an address of the operator's, in order, each until it is taken. A number comes again when
 * its answer was lost, or when two processes post at once; the {@code id} and {@code event} say that it is the same.
 */
final class Hook {
    private static final Logger log = LoggerFactory.getLogger(Hook.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int GOOD = 2;
    private static final int HUNDRED = 100;
    /** What it says is not read; a page of a proxy is no reason to tell it again. */
    private static final int ANSWER_BYTES = 1024 * 1024;

    private final Alerts alerts;
    private final Optional<URI> address;
    private final HttpCalls calls;
    private boolean silent;

    Hook(Alerts alerts, Optional<URI> address, Egress egress) {
        this.alerts = alerts;
        this.address = address;
        this.calls = new HttpCalls(egress.own(), PATIENCE);
    }

    /** Tells what has not been told; stops at the first that is not taken, and goes on there the next time. */
    void tell() {
        if (address.isEmpty()) {
            return;
        }
        for (Alert alert : alerts.untold()) {
            boolean taken = (alert.told() > 0 || told(alert, 1, "began"))
                    && (alert.until().isEmpty() || told(alert, 2, "ended"));
            if (!taken) {
                return;
            }
        }
    }

    private boolean told(Alert alert, int stage, String event) {
        boolean taken = isTaken(body(alert, event));
        if (taken) {
            alerts.told(alert.id(), stage);
        }
        if (taken == silent) {
            silent = !taken;
            log.warn("The web hook for alerts {}", taken ? "answers again" : "does not take them; they are kept");
        }
        return taken;
    }

    private boolean isTaken(byte[] body) {
        try {
            return calls.post(address.orElseThrow(), "application/json", body, ANSWER_BYTES)
                                    .status()
                            / HUNDRED
                    == GOOD;
        } catch (EgressRefused refused) {
            if (!silent) {
                log.warn("The web hook for alerts {}", refused.getMessage());
            }
            return false;
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] body(Alert alert, String event) {
        Json.Obj body = Json.object()
                .with("id", Json.number(alert.id()))
                .with("event", event)
                .with("kind", alert.condition().kind())
                .with("subject", alert.condition().subject())
                .with("words", alert.condition().words())
                .with("since", alert.since().toString());
        return alert.until()
                .map(until -> body.with("until", until.toString()))
                .orElse(body)
                .utf8();
    }
}
