package nl.schakel.dispatch;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.MemoryTables;
import nl.schakel.journal.MemoryWork;
import nl.schakel.journal.WorkItem;

/**
 * All that the future of a simulated world depends on, as a text in which times are seen from now and ids by their place. That two
 * states have the same text must mean that they are the same; the opposite only costs time.
 */
final class ExploredState {
    /** Beyond this nothing in a lane asks how long ago something was. */
    private static final long OLD_NANOS = Math.max(Lane.PATIENCE_NANOS, Lane.STILL_NANOS) + 1;

    private final SimulatedWorld world;
    private List<UUID> ids = List.of();

    ExploredState(SimulatedWorld world) {
        this.world = world;
    }

    String text(List<Turns.Actor> able) {
        MemoryTables tables = world.tables();
        ids = tables.work().stream().map(MemoryWork::id).toList();
        StringBuilder text = new StringBuilder(1_000);
        tables.work()
                .forEach(row -> text.append(row.essence(world.wallMillis())).append(' '));
        text.append(tables.rest(ids)).append('|');
        text.append(placed(world.broker().queue())).append(placed(world.broker().taken()));
        text.append('|').append(world.books()).append('|');
        world.processes().forEach(process -> {
            of(process.lanes(), text, 0);
            of(process.intake(), text, 0);
        });
        List<String> actors = new ArrayList<>();
        world.turns().actors().forEach(actor -> actors.add(of(actor, able.contains(actor))));
        actors.sort(null);
        return text.append(actors).toString();
    }

    /** Two threads of which nothing differs but the name do the same: one of them is enough. */
    List<Turns.Actor> different(List<Turns.Actor> able) {
        Map<String, Turns.Actor> different = new LinkedHashMap<>();
        able.forEach(actor -> different.putIfAbsent(of(actor, true), actor));
        return List.copyOf(different.values());
    }

    private String of(Turns.Actor actor, boolean able) {
        String name = actor.name.replaceAll("[0-9]", "");
        return name + "@" + actor.at() + actor.left(world.turns().millis()) + able + actor.hand();
    }

    private List<Integer> placed(Collection<UUID> some) {
        return some.stream().map(ids::indexOf).toList();
    }

    /** The fields of ours, however deep; what waits for threads or is set once says nothing. */
    private void of(Object thing, StringBuilder text, int depth) {
        if (thing instanceof UUID id) {
            text.append(ids.indexOf(id)).append(',');
        } else if (thing instanceof WorkItem item) {
            text.append(ids.indexOf(item.id())).append('f').append(item.fence()).append(',');
        } else if (thing instanceof Collection<?> many) {
            text.append('[');
            many.forEach(each -> of(each, text, depth + 1));
            text.append(']');
        } else if (thing instanceof Lane || depth == 0 || thing.getClass().getEnclosingClass() == Lane.class) {
            for (Field field : thing.getClass().getDeclaredFields()) {
                ofField(thing, field, text, depth);
            }
        } else if (thing instanceof Integer || thing instanceof Boolean) {
            text.append(thing).append(',');
        }
    }

    private void ofField(Object thing, Field field, StringBuilder text, int depth) {
        try {
            field.setAccessible(true);
            Object value = field.get(thing);
            if (Modifier.isStatic(field.getModifiers()) || value instanceof Map) {
                return;
            }
            if (value instanceof Long time) {
                text.append(Math.min(TimeUnit.MILLISECONDS.toNanos(world.turns().millis()) - time, OLD_NANOS))
                        .append(',');
            } else if (value != null) {
                of(value, text, depth + 1);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
