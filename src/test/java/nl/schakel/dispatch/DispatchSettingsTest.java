package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import nl.schakel.referral.Limits;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DispatchSettingsTest {

    @Test
    void bindsToTheStandardWhenNothingIsSet() {
        assertThat(bound(Map.of())).isEqualTo(DispatchSettings.standard());
    }

    @Test
    void bindsABrokerOutside() {
        DispatchSettings settings = bound(Map.of(
                "schakel.dispatch.broker.url", "tcp://broker:61617",
                "schakel.dispatch.workers", "4"));

        assertThat(settings.broker().isOutside()).isTrue();
        assertThat(settings.workers()).isEqualTo(4);
        assertThat(settings.share()).isEqualTo(1);
    }

    @Test
    void aQuarterOfTheWorkersPrepareAtOnceAndNeverFewerThanTwo() {
        assertThat(bound(Map.of("schakel.dispatch.workers", "24")).preparing()).isEqualTo(6);
        assertThat(bound(Map.of("schakel.dispatch.workers", "3")).preparing()).isEqualTo(2);
    }

    @Test
    void sweepsAtLeastAsOftenAsTheLimitsSay() {
        assertThat(DispatchSettings.standard().sweep()).isLessThanOrEqualTo(Limits.SWEEP);
    }

    @Test
    void refusesABatchWithoutAnEnd() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new DispatchSettings(
                        1, 1, 1_001, Duration.ZERO, Limits.SWEEP, Limits.SWEEP, BrokerAddress.INSIDE));
    }

    @Test
    void refusesASweepWithoutAPause() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new DispatchSettings(
                        1, 1, 1, Duration.ZERO, Limits.SWEEP, Duration.ZERO, BrokerAddress.INSIDE));
    }

    private static DispatchSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("schakel.dispatch", DispatchSettings.class);
    }
}
