package nl.schakel.journal;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Out of service while nothing is accepted because the disk is nearly full; what was accepted is delivered all the same. */
final class RoomHealth implements HealthIndicator {
    private final DiskRoom room;

    RoomHealth(DiskRoom room) {
        this.room = room;
    }

    @Override
    public Health health() {
        Health.Builder health = room.isShort() ? Health.outOfService() : Health.up();
        room.free().ifPresent(free -> health.withDetail("freeBytes", free).withDetail("reserveBytes", room.reserve()));
        return health.build();
    }
}
