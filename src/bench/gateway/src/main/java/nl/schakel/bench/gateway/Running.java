package nl.schakel.bench.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** A server process, how it is sent to, and how what arrived is counted. */
final class Running implements Contender {
    /** How a sender connects. */
    @FunctionalInterface
    interface Opening {
        Line open() throws IOException;
    }

    private final ServerProcess server;
    private final Opening opening;
    private final IntSupplier arrived;
    private final LongSupplier repeats;
    private final Closeable closing;

    private Running(
            ServerProcess server, Opening opening, IntSupplier arrived, LongSupplier repeats, Closeable closing) {
        this.server = server;
        this.opening = opening;
        this.arrived = arrived;
        this.repeats = repeats;
        this.closing = closing;
    }

    /** @param closing what ends with this contender; whoever shares a server closes it itself */
    static Running delivering(ServerProcess server, Opening opening, Receiver receiver, Closeable closing) {
        return new Running(server, opening, receiver::different, receiver::repeats, closing);
    }

    /** It delivers to nobody: what it accepted is written. */
    static Running writing(ServerProcess server, Opening opening) {
        AtomicInteger accepted = new AtomicInteger();
        return new Running(
                server,
                () -> {
                    Line line = opening.open();
                    return number -> {
                        boolean good = line.send(number);
                        if (good) {
                            accepted.incrementAndGet();
                        }
                        return good;
                    };
                },
                accepted::get,
                () -> 0,
                server::close);
    }

    @Override
    public Line connect() throws IOException {
        return opening.open();
    }

    @Override
    public int arrived() {
        return arrived.getAsInt();
    }

    @Override
    public long repeats() {
        return repeats.getAsLong();
    }

    @Override
    public long cpuMillis() throws IOException {
        return server.cpuMillis();
    }

    @Override
    public long allocatedKilobytes() throws IOException {
        return server.allocatedKilobytes();
    }

    @Override
    public long jvmMegabytes() throws IOException {
        return server.jvmMegabytes();
    }

    @Override
    public double heapMegabytes() throws IOException {
        return server.heapMegabytes();
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
