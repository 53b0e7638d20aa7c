package nl.schakel.journeys;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Over a PostgreSQL and an Artemis of this machine. */
@Tag("alone")
class ScaleOutIT extends ScaleOutCases {
    @Override
    Supply supply(Path folder) throws Exception {
        return LocalSupply.start(folder);
    }
}
