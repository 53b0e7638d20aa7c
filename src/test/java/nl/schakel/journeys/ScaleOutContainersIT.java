package nl.schakel.journeys;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;

/** Over containers of both. Where no engine answers, or an image cannot be started, it is skipped with the reason. */
@Tag("alone")
@Tag("docker")
class ScaleOutContainersIT extends ScaleOutCases {
    @Override
    Supply supply(Path folder) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return skipped("no container engine answers here");
        }
        try {
            return ContainerSupply.start();
        } catch (RuntimeException notStarted) {
            return skipped("the images of PostgreSQL and Artemis cannot be started here");
        }
    }

    private static Supply skipped(String why) {
        System.out.println("SKIPPED ScaleOutContainersIT: " + why);
        return Assumptions.abort(why);
    }
}
