package nl.schakel.referral;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Members of an object in the order in which they came. Nearly all objects have a handful of members, and a message has
 * hundreds of objects: two arrays hold them in a third of the room of a linked map, and looking along them is faster than
 * hashing. Above {@value #FEW} members an index is kept, so that somebody's object of thousands of names costs no more
 * than elsewhere. Nothing can be removed.
 */
public final class OrderedMembers<V> extends AbstractMap<String, V> {
    private static final int FEW = 16;

    private String[] names = new String[6];
    private Object[] values = new Object[6];
    private int size;
    /** A bit for each name that is here: most that are asked for are not. */
    private long filter;

    private @Nullable Map<String, Integer> index;

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable V get(Object name) {
        int at = name instanceof String text ? place(text) : -1;
        return at < 0 ? null : value(at);
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String text && place(text) >= 0;
    }

    @Override
    public @Nullable V put(String name, V value) {
        int at = place(name);
        if (at >= 0) {
            V before = value(at);
            values[at] = value;
            return before;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        names[size] = name;
        values[size] = value;
        size++;
        filter |= 1L << name.hashCode();
        indexed(name);
        return null;
    }

    private void indexed(String name) {
        Map<String, Integer> kept = index;
        if (kept != null) {
            kept.put(name, size - 1);
        } else if (size > FEW) {
            Map<String, Integer> made = new HashMap<>(size * 2);
            for (int i = 0; i < size; i++) {
                made.put(names[i], i);
            }
            index = made;
        }
    }

    private int place(String name) {
        int hash = name.hashCode();
        if ((filter & (1L << hash)) == 0) {
            return -1;
        }
        if (index != null) {
            return index.getOrDefault(name, -1);
        }
        for (int i = 0; i < size; i++) {
            if (names[i].hashCode() == hash && names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** @param place from 0, in the order in which they came */
    String name(int place) {
        return names[place];
    }

    @SuppressWarnings("unchecked") // only values of this type are put in
    V value(int place) {
        return (V) values[place];
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super V> each) {
        for (int i = 0; i < size; i++) {
            each.accept(names[i], value(i));
        }
    }

    @Override
    public void replaceAll(BiFunction<? super String, ? super V, ? extends V> change) {
        for (int i = 0; i < size; i++) {
            values[i] = change.apply(names[i], value(i));
        }
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Map.Entry<String, V> next() {
            if (next >= size) {
                throw new NoSuchElementException();
            }
            return new SimpleImmutableEntry<>(names[next], value(next++));
        }
    }
}
