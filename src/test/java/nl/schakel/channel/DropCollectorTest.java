package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;

/** The folders of this machine. */
@Guards(Threat.T18)
class DropCollectorTest extends CollectorContract {

    @Override
    String door() {
        return "file";
    }

    @Override
    DropPlaces.Way way(Path in) {
        return new LocalWay(in);
    }

    @Test
    void leavesTheFolderAloneWhileAnotherGatewayLooksIntoIt() throws IOException {
        put("list.csv", "first\n");
        lookLongEnough();
        put("other.csv", "second\n");
        try (FileChannel turn = FileChannel.open(place(".turn"), StandardOpenOption.WRITE);
                FileLock held = turn.lock()) {
            lookLongEnough();
            assertThat(held.isValid()).isTrue();
            assertThat(bodies()).containsExactly("first\n");
        }
        lookLongEnough();
        assertThat(bodies()).containsExactly("first\n", "second\n");
    }

    @Test
    void takesNoFileThatHasASecondName() throws IOException {
        Path secret = Files.writeString(home.resolve("secret.csv"), "of somebody else");
        Files.createLink(in.resolve("second-name.csv"), secret);
        lookLongEnough();
        lookLongEnough();
        assertThat(desk.files).isEmpty();
        assertThat(names(in)).hasSize(1);
    }

    @Test
    void aSealWithoutItsFileIsForgotten() throws IOException {
        look();
        Files.writeString(place("taken").resolve("lost.csv.jws"), "x..y");
        look();
        assertThat(names(place("taken"))).isEmpty();
    }

    @Test
    void takesAFileWhoseNameIsNoText() throws Exception {
        Process made =
                new ProcessBuilder("bash", "-c", "printf x > \"$1\"/$'\\xff\\xe9.csv'", "-", in.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(names(in)).hasSize(1);
        lookLongEnough();
        assertThat(bodies()).containsExactly("x");
        assertThat(names(in)).isEmpty();
    }

    @Test
    void theRouteOfATemplateLooksByItself() throws Exception {
        try (House house = new House()) {
            put("list.csv", "x");
            FrontDoors doors = new FrontDoors(
                    house.works.templates(),
                    List.of(),
                    Pickup.of(
                            List.of(House.partner(
                                    "drop-in", "file-drop-in", java.util.Map.of("folder", in.toString()))),
                            house.works.templates()),
                    house.works.rest());
            doors.open();
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> names(place("out")).size() == 2);
            doors.close();
            assertThat(house.desk.files.get(0).owner()).contains(House.PARTNER);
        }
    }
}
