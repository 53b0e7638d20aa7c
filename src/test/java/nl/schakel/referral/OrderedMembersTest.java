package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;

class OrderedMembersTest {

    /** Few and many members, names that come again, names that are not there: as a linked map does it. */
    @Test
    void doesAsALinkedMapDoes() {
        long seed = 20261128;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Map<String, Integer> linked = new LinkedHashMap<>();
            OrderedMembers<Integer> ordered = new OrderedMembers<>();
            int many = 1 + random.nextInt(60);
            for (int i = 0; i < many; i++) {
                String name = "m" + random.nextInt(many);
                assertThat(ordered.put(name, i)).isEqualTo(linked.put(name, i));
            }
            assertThat(new ArrayList<>(ordered.entrySet())).isEqualTo(new ArrayList<>(linked.entrySet()));
            assertThat(ordered).isEqualTo(linked).hasSameHashCodeAs(linked).hasSize(linked.size());
            for (int i = 0; i < many; i++) {
                assertThat(ordered.get("m" + i)).isEqualTo(linked.get("m" + i));
                assertThat(ordered.containsKey("m" + i)).isEqualTo(linked.containsKey("m" + i));
            }
        }
    }

    /** "Aa" and "BB" have one hash. */
    @Test
    @Guards(Threat.T13)
    void tellsNamesOfOneHashApart() {
        OrderedMembers<String> members = new OrderedMembers<>();
        members.put("Aa", "first");
        members.put("BB", "second");

        assertThat(members.get("Aa")).isEqualTo("first");
        assertThat(members.get("BB")).isEqualTo("second");
        assertThat(members.get("C#")).isNull();
    }

    @Test
    void changesValuesInTheirPlaces() {
        OrderedMembers<String> members = new OrderedMembers<>();
        members.put("a", "1");
        members.put("b", "2");
        members.replaceAll((name, value) -> name + value);

        List<String> seen = new ArrayList<>();
        members.forEach((name, value) -> seen.add(name + '=' + value));
        assertThat(seen).containsExactly("a=a1", "b=b2");
    }

    @Test
    void givesNothingAwayAndEndsWhereItEnds() {
        OrderedMembers<String> members = new OrderedMembers<>();
        members.put("a", "1");

        assertThatThrownBy(() -> members.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        Iterator<Map.Entry<String, String>> entries = members.entrySet().iterator();
        entries.next();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }
}
