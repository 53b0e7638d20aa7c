package nl.schakel.translate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;

class BranchTest {
    /** Their hash codes are equal, so they fall into one bucket of the index. */
    private static final List<String> NAMES = List.of("AaAa", "BBBB", "AaBB", "BBAa", "PID", "OBX", "");

    @Test
    void findsTheKidsOfANameInTheirOrderHoweverManyThereAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size = 0; size < 60; size++) {
            Branch branch = Branch.root();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                names.add(NAMES.get(random.nextInt(NAMES.size())));
                branch.bear(Node.Kind.MEMBER, names.get(i), 0, new Json.Text(""));
            }
            for (String name : NAMES) {
                assertThat(places(branch, name))
                        .as("%s of %d, seed %d", name, size, seed)
                        .isEqualTo(IntStream.range(0, size)
                                .filter(i -> names.get(i).equals(name))
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void findsAKidThatCameAfterTheFirstSearch() {
        Branch branch = Branch.root();
        for (int i = 0; i < 20; i++) {
            branch.grow(Node.Kind.MEMBER, "before", 0);
        }
        assertThat(places(branch, "late")).isEmpty();
        branch.grow(Node.Kind.MEMBER, "late", 0);
        assertThat(places(branch, "late")).containsExactly(20);
    }

    private static List<Integer> places(Branch branch, String name) {
        List<Integer> places = new ArrayList<>();
        for (int i = branch.next(name, NameIndex.NONE); i >= 0; i = branch.next(name, i)) {
            places.add(i);
        }
        return places;
    }
}
