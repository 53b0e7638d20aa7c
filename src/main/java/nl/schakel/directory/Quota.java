package nl.schakel.directory;

/**
 * How much one partner may send: a bucket of tokens, one for each message or question.
 *
 * @param perMinute tokens that come back in a minute
 * @param burst most tokens there can be: so many may come at once after a quiet time
 */
public record Quota(int perMinute, int burst) {
    /** A hundred a second, far more than a region's hospital sends, and a part of what one gateway takes. */
    public static final Quota STANDARD = of(6_000);

    private static final int TEN_SECONDS = 6;

    /** With ten seconds of it at once. */
    public static Quota of(int perMinute) {
        return new Quota(perMinute, Math.max(1, perMinute / TEN_SECONDS));
    }
}
