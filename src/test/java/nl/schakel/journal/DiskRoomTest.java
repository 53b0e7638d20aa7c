package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

class DiskRoomTest {
    private static final long MB = 1024L * 1024;

    private long free = 100_000 * MB;
    private long whole = 200_000 * MB;
    private long looks;
    private long nanos;

    private DiskRoom room(Optional<Long> wanted) {
        return new DiskRoom(
                Optional.of(new DiskRoom.Volume() {
                    @Override
                    public long free() {
                        looks++;
                        return free;
                    }

                    @Override
                    public long whole() {
                        return whole;
                    }
                }),
                wanted,
                () -> nanos);
    }

    private void later() {
        nanos += TimeUnit.SECONDS.toNanos(1);
    }

    @Test
    void keepsAQuarterOfAGigabyteOrATwentiethOfASmallDisk() {
        assertThat(room(Optional.empty()).reserve()).isEqualTo(256 * MB);
        whole = 1_000 * MB;
        assertThat(room(Optional.empty()).reserve()).isEqualTo(50 * MB);
        whole = 256 * MB;
        assertThat(room(Optional.empty()).reserve())
                .as("the next pieces of the database's log")
                .isEqualTo(48 * MB);
        assertThat(room(Optional.of(7L)).reserve()).isEqualTo(7);
    }

    @Test
    void isShortBelowTheReserveAndNotAtIt() {
        DiskRoom room = room(Optional.empty());
        assertThat(room.isShort()).isFalse();
        free = 256 * MB;
        later();
        assertThat(room.isShort()).isFalse();
        free = 256 * MB - 1;
        later();
        assertThat(room.isShort()).isTrue();
        assertThat(new RoomHealth(room).health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void isOverOnlyWhenAQuarterMoreIsFree() {
        DiskRoom room = room(Optional.empty());
        free = 200 * MB;
        later();
        assertThat(room.isShort()).isTrue();
        free = 319 * MB;
        later();
        assertThat(room.isShort()).as("it would be short again at once").isTrue();
        free = 320 * MB;
        later();
        assertThat(room.isShort()).isFalse();
        free = 300 * MB;
        later();
        assertThat(room.isShort()).isFalse();
        assertThat(new RoomHealth(room).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void looksNowAndThenHoweverOftenItIsAsked() {
        DiskRoom room = room(Optional.empty());
        for (int i = 0; i < 1_000; i++) {
            room.isShort();
            nanos += TimeUnit.MILLISECONDS.toNanos(1);
        }
        assertThat(looks).isBetween(4L, 5L);
    }

    @Test
    void aReserveOfNothingAndADiskThatSaysNothingRefuseNobody() {
        free = 0;
        assertThat(room(Optional.of(0L)).isShort()).isFalse();
        whole = 0;
        assertThat(room(Optional.empty()).isShort()).isFalse();
        assertThat(DiskRoom.elsewhere().isShort()).isFalse();
        assertThat(DiskRoom.elsewhere().free()).isEmpty();
        assertThat(new RoomHealth(DiskRoom.elsewhere()).health().getStatus()).isEqualTo(Status.UP);
    }
}
