package nl.schakel.bench.gateway;

/** Where the kernel keeps what it took; returns when a crash would lose nothing of it. */
@FunctionalInterface
interface Store {
    void keep(byte[] body, byte[] signature);
}
