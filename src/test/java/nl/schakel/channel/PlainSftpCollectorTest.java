package nl.schakel.channel;

import java.nio.file.Path;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.ports.SftpHost;

/** The same on a server that knows nothing but version 3: it cannot put a file in the place of another. */
@Guards(Threat.T18)
class PlainSftpCollectorTest extends SftpCollectorTest {
    @Override
    SftpHost host(Path root, int port) {
        return SftpHost.withoutReplacing(root, port);
    }

    @Override
    Set<String> extensions() {
        return Set.of();
    }
}
