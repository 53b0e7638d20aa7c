package nl.schakel.pipeline;

import java.util.function.BooleanSupplier;
import nl.schakel.referral.Problem;

/** Where a door that collects files hands in a whole file of one partner. */
public interface FileDesk {

    /**
     * Accepts the file as one message, or a table row by row in its order; a row that is refused never stops the others.
     * Never throws for what a sender sent. The same file again gives the same receipt.
     *
     * @param file with its owner; a seal is over the whole file
     * @param closing asked between rows: whether to leave the rest for another time
     */
    Outcome receive(Inbound file, BooleanSupplier closing);

    /** The receipt of a file that could not even be read. */
    Settled refuse(Inbound file, Problem problem);

    /** What became of a file. */
    sealed interface Outcome {}

    /**
     * Every message of it is committed or refused.
     *
     * @param id of the file: the first 32 hexadecimal digits of its SHA-256
     * @param taken messages that are accepted, now or earlier
     * @param refused messages that are not
     * @param receipt for programs, JSON
     * @param sheet the same for people, CSV
     */
    record Settled(String id, int taken, int refused, byte[] receipt, byte[] sheet) implements Outcome {}

    /** Not now: what was taken of it stays taken, and the file is to be handed in once more. */
    record Later(Problem problem) implements Outcome {}
}
