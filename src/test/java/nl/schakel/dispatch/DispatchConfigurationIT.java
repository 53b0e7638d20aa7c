package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import nl.schakel.dispatch.MemoryJournal.State;
import nl.schakel.journal.Journal;
import nl.schakel.journal.WorkHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class DispatchConfigurationIT {
    static {
        QuietLogs.please();
    }

    @TempDir
    Path home;

    private final MemoryJournal journal = new MemoryJournal();

    @Test
    void startsWithTheHouseAndClosesWithIt() {
        journal.add("quick");
        Dispatcher[] seen = new Dispatcher[1];

        house().run(context -> {
            seen[0] = context.getBean(Dispatcher.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> journal.count(State.DONE) == 1);
            assertThat(seen[0].healthy()).isTrue();
            assertThat(health(context)).isEqualTo(Status.UP);
            assertThat(home.resolve("broker")).isDirectory();
        });

        assertThat(seen[0].healthy()).isFalse();
    }

    @Test
    void keepsNoFilesWhenTheBrokerIsOutside() {
        house().withPropertyValues("schakel.dispatch.broker.url=tcp://127.0.0.1:1")
                .run(context -> {
                    Dispatcher dispatcher = context.getBean(Dispatcher.class);
                    await().atMost(Duration.ofSeconds(20)).until(() -> !dispatcher.healthy());
                    assertThat(health(context)).isEqualTo(Status.DOWN);
                    assertThat(home.resolve("broker")).doesNotExist();
                });
    }

    private static Status health(ApplicationContext context) {
        return context.getBean("dispatchHealthIndicator", HealthIndicator.class)
                .health()
                .getStatus();
    }

    private ApplicationContextRunner house() {
        return new ApplicationContextRunner()
                .withUserConfiguration(DispatchConfiguration.class)
                .withBean(Journal.class, () -> journal)
                .withBean(WorkHandler.class, StandIn::new)
                .withPropertyValues("schakel.home=" + home);
    }
}
