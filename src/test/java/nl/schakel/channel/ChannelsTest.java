package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import nl.schakel.directory.ChannelUse;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {
    private static House house;

    @TempDir
    private Path folder;

    @BeforeAll
    static void opens() throws Exception {
        house = new House();
    }

    @AfterAll
    static void shuts() {
        house.close();
    }

    private static ChannelUse drop(String name, Path folder) {
        return new ChannelUse(name, "file-drop-out", Map.of("folder", folder.toString()), true);
    }

    private static Sent send(String id, String channel) {
        return house.backDoor.send(
                House.PARTNER,
                new Outgoing(id, channel, "application/json", "{}".getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }

    @Test
    void opensReplacesAndClosesWhileTheDoorsAreOpen() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThat(house.channels.open(House.partner(List.of(drop("drop-out", folder)))))
                .isEmpty();
        assertThat(send("one", "drop-out")).isInstanceOf(Sent.Delivered.class);

        assertThat(house.channels.open(House.partner(List.of(drop("drop-out", other)))))
                .isEmpty();
        assertThat(send("two", "drop-out")).isInstanceOf(Sent.Delivered.class);
        assertThat(folder.resolve("one.json")).exists();
        assertThat(other.resolve("two.json")).exists();

        house.channels.close(House.PARTNER);
        assertThat(send("three", "drop-out"))
                .isInstanceOfSatisfying(
                        Sent.NotDelivered.class,
                        sent -> assertThat(sent.problem().code()).isEqualTo(ProblemCode.ENDPOINT_MISSING));
        assertThat(house.works.templates().openRoutes()).isZero();
    }

    @Test
    void keepsTheOldWayWhenTheNewOneDoesNotOpen() {
        assertThat(house.channels.open(House.partner(List.of(drop("drop-out", folder)))))
                .isEmpty();
        int routes = house.works.templates().openRoutes();

        List<ChannelUse> wrong = List.of(
                new ChannelUse("x-out", "exec-out", Map.of(), true),
                new ChannelUse("x-out", "file-drop-out", Map.of(), true),
                new ChannelUse("x-out", "file-drop-out", Map.of("folder", "/tmp/../etc"), true),
                new ChannelUse("x-out", "file-drop-out", Map.of("folder", "/tmp", "in", "evil"), true),
                new ChannelUse("x-out", "https-json-out", Map.of("host", "h?x=y", "port", "1"), true),
                new ChannelUse("x-out", "https-json-out", Map.of("host", "h", "port", "70000"), true),
                new ChannelUse(
                        "x-out", "https-json-out", Map.of("host", "h", "port", "1", "path", "/{{env:HOME}}"), true),
                new ChannelUse(
                        "x-out", "https-json-out", Map.of("host", "h", "port", "1", "path", "/a?proxyHost=e"), true),
                new ChannelUse("x-out", "mllp-out", Map.of("host", "h", "port", "1", "line", "no-such-line"), true));
        for (ChannelUse use : wrong) {
            Optional<Problem> problem = house.channels.open(House.partner(List.of(drop("drop-out", folder), use)));
            assertThat(problem).hasValueSatisfying(p -> {
                assertThat(p.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
                assertThat(p.place().orElseThrow()).startsWith("opvang-demo, channels.x-out.");
            });
            assertThat(house.works.templates().openRoutes()).isEqualTo(routes);
            assertThat(send("still-" + use.hashCode(), "drop-out")).isInstanceOf(Sent.Delivered.class);
        }
    }

    @Test
    void letsACallFinishOnTheOldWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService caller = Executors.newFixedThreadPool(2);
        try (Shelter slow = new Shelter()) {
            slow.habit = exchange -> {
                arrived.countDown();
                await(released);
                Shelter.say(exchange, 200, "late but there");
            };
            Map<String, String> parameters = Map.of("host", "localhost", "port", Integer.toString(slow.port()));
            assertThat(house.channels.open(House.partner("json-out", "https-json-out", parameters)))
                    .isEmpty();
            Future<Sent> under = caller.submit(() -> send("slow", "json-out"));
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
            Callable<Optional<Problem>> replace =
                    () -> house.channels.open(House.partner(List.of(drop("drop-out", folder))));
            Future<Optional<Problem>> replaced = caller.submit(replace);
            released.countDown();
            assertThat(under.get(60, TimeUnit.SECONDS)).isInstanceOf(Sent.Delivered.class);
            assertThat(replaced.get(60, TimeUnit.SECONDS)).isEmpty();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void losesNoCallWhileWaysAreReplaced() throws Exception {
        house.channels.open(House.partner(List.of(drop("drop-out", folder))));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<Sent>>> calls = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                String name = "caller-" + caller;
                calls.add(callers.submit(() -> {
                    List<Sent> others = new ArrayList<>();
                    while (!over.get()) {
                        Sent sent = send(name, "drop-out");
                        if (!(sent instanceof Sent.Delivered)) {
                            others.add(sent);
                        }
                    }
                    return others;
                }));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(house.channels.open(House.partner(List.of(drop("drop-out", folder)))))
                        .isEmpty();
            }
            over.set(true);
            for (Future<List<Sent>> call : calls) {
                // A call that met the closing way was never sent; none is in doubt.
                assertThat(call.get(60, TimeUnit.SECONDS)).allMatch(Sent.NotDelivered.class::isInstance);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(house.works.templates().openRoutes()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
