package nl.schakel.trust;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Our own keys as they are now: one for connections, one for seals, one for the checkpoints of the audit log, one to
 * open what was sealed for us. Whoever needs a key asks for it each time, so that a rollover needs no restart.
 */
public final class GatewayKeys {
    private final Supplier<Held> source;
    private volatile Held held;

    private GatewayKeys(Supplier<Held> source) {
        this.source = source;
        this.held = source.get();
    }

    /** The keys of one moment. */
    record Held(IssuedKey tls, IssuedKey seal, IssuedKey checkpoint, Optional<IssuedKey> decrypt) {}

    /** @throws KeyMaterialInvalid when they cannot be read */
    static GatewayKeys from(Supplier<Held> source) {
        return new GatewayKeys(source);
    }

    /**
     * Takes what stands there now.
     *
     * @throws KeyMaterialInvalid when it cannot be used; then the keys stay as they were
     */
    void renew() {
        held = source.get();
    }

    public IssuedKey tls() {
        return held.tls();
    }

    public IssuedKey seal() {
        return held.seal();
    }

    public IssuedKey checkpoint() {
        return held.checkpoint();
    }

    /** Empty where nobody seals anything for us. */
    public Optional<IssuedKey> decrypt() {
        return held.decrypt();
    }
}
