package nl.schakel.seal;

import java.util.Optional;

/** The newest signed checkpoint of the audit log; answers at once, from memory. */
@FunctionalInterface
public interface LatestCheckpoint {
    /** Empty as long as none was signed, or none was read yet after a start. */
    Optional<CheckpointWord> latest();
}
