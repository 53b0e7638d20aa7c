package nl.schakel.channel;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that say which door they serve. */
final class Named implements ThreadFactory {
    private final String name;
    private final AtomicInteger count = new AtomicInteger();

    Named(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        return new Thread(work, "schakel-" + name + "-" + count.incrementAndGet());
    }
}
