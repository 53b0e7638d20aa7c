package nl.schakel.disclosure;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nl.schakel.referral.Purpose;

/** All needs together, checked against each other; a need that is not in it does not exist. */
final class Needs {
    private final Map<Needed.Cell, Needed> cells;

    /** That one purpose never yields more than another, with the place where that is written. */
    record Narrower(Purpose narrower, Purpose wider, String file, int line) {}

    private Needs(Map<Needed.Cell, Needed> cells) {
        this.cells = Map.copyOf(cells);
    }

    static Needs of(List<Needed> needs, List<Narrower> order) {
        Map<Needed.Cell, Needed> cells = new HashMap<>();
        for (Needed need : needs) {
            if (cells.put(need.cell(), need) != null) {
                throw need.wrong("'" + need.cell().category().code() + "' stands twice for "
                        + need.cell().purpose().code());
            }
            withinCeiling(need);
        }
        Needs all = new Needs(cells);
        Map<Purpose, Set<Purpose>> wider = closed(order);
        needs.forEach(need -> all.monotone(need, wider));
        return all;
    }

    Optional<Projection> of(Needed.Cell cell) {
        return Optional.ofNullable(cells.get(cell)).map(Needed::parts);
    }

    Collection<Needed> all() {
        return cells.values();
    }

    private static void withinCeiling(Needed need) {
        boolean more = Volunteers.are(need.cell().role())
                && !Volunteers.ceiling(need.cell().category())
                        .map(ceiling -> ceiling.covers(need.parts()))
                        .orElse(false);
        if (more) {
            throw need.wrong("a volunteer gets a first name, contact and chosen goals and nothing else");
        }
    }

    /** Compared are the purposes for which this kind of receiver gets anything at all. */
    private void monotone(Needed need, Map<Purpose, Set<Purpose>> wider) {
        Needed.Cell cell = need.cell();
        Set<Purpose> served = cells.keySet().stream()
                .filter(c -> c.role() == cell.role())
                .map(Needed.Cell::purpose)
                .collect(Collectors.toSet());
        for (Purpose purpose : wider.getOrDefault(cell.purpose(), Set.of())) {
            boolean covered = !served.contains(purpose)
                    || of(new Needed.Cell(cell.role(), purpose, cell.category()))
                            .map(parts -> parts.covers(need.parts()))
                            .orElse(false);
            if (!covered) {
                throw need.wrong("'" + cell.category().code() + "' for "
                        + cell.purpose().code() + " yields more than for the wider " + purpose.code());
            }
        }
    }

    /** Everything that is wider, also by a way over others; refused when a purpose is wider than itself. */
    static Map<Purpose, Set<Purpose>> closed(List<Narrower> order) {
        Map<Purpose, Set<Purpose>> wider = new EnumMap<>(Purpose.class);
        for (Narrower pair : order) {
            Set<Purpose> gained = new TreeSet<>(wider.getOrDefault(pair.wider(), Set.of()));
            gained.add(pair.wider());
            if (gained.contains(pair.narrower())) {
                throw new DisclosureInvalid(
                        pair.file(), pair.line(), pair.narrower().code() + " would be wider than itself");
            }
            wider.forEach((purpose, above) -> {
                if (above.contains(pair.narrower())) {
                    above.addAll(gained);
                }
            });
            wider.computeIfAbsent(pair.narrower(), p -> new TreeSet<>()).addAll(gained);
        }
        return wider;
    }
}
