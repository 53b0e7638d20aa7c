package nl.schakel.dispatch;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Down while no work can be taken up because the journal or the broker cannot be reached. It is no part of readiness: without
 * a broker messages are accepted as ever.
 */
final class DispatchHealth implements HealthIndicator {
    private final Dispatcher dispatcher;

    DispatchHealth(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public Health health() {
        return (dispatcher.troubled() ? Health.down() : Health.up()).build();
    }
}
