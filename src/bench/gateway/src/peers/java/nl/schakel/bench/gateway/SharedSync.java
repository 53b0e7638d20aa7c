package nl.schakel.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A file to which one thread appends: whoever waits shares a sync. */
final class SharedSync implements Store {
    private final LinkedBlockingQueue<Write> writes = new LinkedBlockingQueue<>();

    private record Write(byte[] bytes, CompletableFuture<Void> done) {}

    SharedSync(Path file) {
        Thread writer = new Thread(() -> write(file), "writer");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void keep(byte[] body, byte[] signature) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writes.add(new Write(
                ByteBuffer.allocate(body.length + signature.length)
                        .put(body)
                        .put(signature)
                        .array(),
                done));
        done.join();
    }

    private void write(Path path) {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            List<Write> together = new ArrayList<>();
            while (true) {
                together.add(writes.take());
                writes.drainTo(together);
                for (Write write : together) {
                    file.write(ByteBuffer.wrap(write.bytes()));
                }
                file.force(false);
                together.forEach(write -> write.done().complete(null));
                together.clear();
            }
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
