package nl.schakel.bench.gateway;

import java.io.Closeable;
import java.io.IOException;

/** A running server under measurement with whoever sends to it and whoever it delivers to. */
interface Contender extends Closeable {
    /** One connection of a sender. */
    interface Line {
        /** Sends one message and returns whether it was accepted. */
        boolean send(int number) throws IOException;
    }

    Line connect() throws IOException;

    /** How many different messages have arrived; for what delivers nothing, how many are written. */
    int arrived();

    /** How many arrived more than once. */
    long repeats();

    long cpuMillis() throws IOException;

    /** What its JVMs allocated so far. */
    long allocatedKilobytes() throws IOException;

    long jvmMegabytes() throws IOException;

    /** What its JVMs hold after a full collection, which this asks for. */
    double heapMegabytes() throws IOException;
}
