package nl.schakel.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one {@link Flow} with the partners of the demo; each class has its own. */
abstract class FlowCase {
    static Flow flow;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException, SQLException {
        flow = Flow.open(folder);
    }

    @AfterAll
    static void close() {
        flow.close();
    }
}
