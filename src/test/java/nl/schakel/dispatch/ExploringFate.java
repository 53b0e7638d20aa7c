package nl.schakel.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.referral.Sha256;

/** Takes every decision there is, one life after another, and turns back where it has been before. */
final class ExploringFate implements Fate {
    private final Map<Fault, Integer> budget;
    private final Set<String> visited = new HashSet<>();
    /** The decisions of this life: what was chosen of how many. */
    private final List<int[]> path = new ArrayList<>();
    /** The states of this life, in their order. */
    private final List<String> lived = new ArrayList<>();

    private final Map<Fault, Integer> left = new EnumMap<>(Fault.class);
    private ExploredState state;
    private int place;
    private boolean retelling;
    private boolean goesRound;
    private boolean beenHere;
    private long transitions;

    /** @param budget how often each fault may strike in one life */
    ExploringFate(Map<Fault, Integer> budget) {
        this.budget = budget;
        left.putAll(budget);
    }

    /** Whether this life came back to where it was itself: it would go on for ever, and nothing end. */
    boolean goesRound() {
        return goesRound;
    }

    /** The world in which this life is lived. */
    void lookAt(SimulatedWorld newest) {
        state = new ExploredState(newest);
    }

    /** The same life once more, to its end. */
    void retell() {
        place = 0;
        beenHere = false;
        goesRound = false;
        retelling = true;
        left.putAll(budget);
    }

    int states() {
        return visited.size();
    }

    long transitions() {
        return transitions;
    }

    /** Whether this life goes on as an earlier one did. */
    boolean hasBeenHere() {
        return beenHere;
    }

    /** The next life, in which the last decision that can be taken otherwise is; false when there is none. */
    boolean turnBack() {
        while (!path.isEmpty() && isLast(path.get(path.size() - 1))) {
            path.remove(path.size() - 1);
        }
        if (path.isEmpty()) {
            return false;
        }
        int[] otherwise = path.get(path.size() - 1);
        otherwise[0]++;
        lived.subList(otherwise[2], lived.size()).clear();
        place = 0;
        beenHere = false;
        left.putAll(budget);
        return true;
    }

    private static boolean isLast(int[] decision) {
        return decision[0] + 1 == decision[1];
    }

    @Override
    public int turnOf(List<Turns.Actor> able) {
        if (place == path.size() && !beenHere && !retelling) {
            transitions++;
            String here = shortened(state.text(able) + left);
            beenHere = !visited.add(here);
            goesRound = beenHere && lived.contains(here);
            lived.add(here);
        }
        List<Turns.Actor> different = state.different(able);
        return able.indexOf(different.get(decide(different.size())));
    }

    @Override
    public boolean strikes(Fault fault) {
        int more = left.getOrDefault(fault, 0);
        if (more == 0 || decide(2) == 0) {
            return false;
        }
        left.put(fault, more - 1);
        return true;
    }

    /** Numbers are no decisions here: each is the largest there is. */
    @Override
    public int below(int most) {
        return most - 1;
    }

    /** Both, one after the other; not beside the end of a process, which alone has states enough. */
    boolean either() {
        return !budget.containsKey(Fault.POWER_CUT) && decide(2) == 1;
    }

    private int decide(int options) {
        if (beenHere || options == 1 || (retelling && place == path.size())) {
            return 0;
        }
        if (place == path.size()) {
            path.add(new int[] {0, options, lived.size()});
        }
        return path.get(place++)[0];
    }

    /** Sixteen of its bytes: that two states of some millions share them does not happen. */
    private static String shortened(String text) {
        return new String(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), 0, 16, StandardCharsets.ISO_8859_1);
    }
}
