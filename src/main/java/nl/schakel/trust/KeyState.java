package nl.schakel.trust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a key stands in its life; only {@link #ACTIVE} makes anything new. */
public enum KeyState {
    /** Made known, so that the other side has it before it is needed. */
    ANNOUNCED,
    /** In use. */
    ACTIVE,
    /** Makes nothing new; what was made with it, or is still under way, counts. */
    VERIFY_ONLY,
    /** At its natural end: nothing that bears it counts any more. */
    RETIRED,
    /** Withdrawn, because it may be in other hands. */
    REVOKED;

    /** As it is written in lists and folder names. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<KeyState> of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst();
    }

    /** Whether what bears this key still counts. */
    boolean counts() {
        return this == ANNOUNCED || this == ACTIVE || this == VERIFY_ONLY;
    }
}
