package nl.schakel.dispatch;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from one seed; each seed has a weather of its own, in which some things break often and others never. */
final class SeededFate implements Fate {
    private static final int[] WEATHER = {0, 0, 1, 1, 1, 4};
    private static final int KEEPS_GOING_PERCENT = 55;

    private final SplittableRandom random;
    private final int[] perThousand = new int[Fault.values().length];
    private Turns.Actor last;

    SeededFate(long seed) {
        random = new SplittableRandom(seed);
        for (Fault fault : Fault.values()) {
            perThousand[fault.ordinal()] = fault.perThousand() * WEATHER[random.nextInt(WEATHER.length)];
        }
    }

    @Override
    public int turnOf(List<Turns.Actor> able) {
        int again = able.indexOf(last);
        int chosen = again >= 0 && random.nextInt(100) < KEEPS_GOING_PERCENT ? again : random.nextInt(able.size());
        last = able.get(chosen);
        return chosen;
    }

    @Override
    public boolean strikes(Fault fault) {
        int often = perThousand[fault.ordinal()];
        return often > 0 && random.nextInt(1_000) < often;
    }

    @Override
    public int below(int most) {
        return random.nextInt(most);
    }
}
