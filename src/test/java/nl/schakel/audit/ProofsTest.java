package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofsTest {
    private static final int MOST = 70;

    private final Map<String, byte[]> complete = new HashMap<>();
    private final List<byte[]> roots = new ArrayList<>();

    private Proofs.Nodes grown(int leaves) {
        Frontier tree = new Frontier();
        roots.add(tree.root());
        for (int i = 0; i < leaves; i++) {
            tree.append(leaf(i), (level, index, hash) -> complete.put(level + "/" + index, hash));
            roots.add(tree.root());
        }
        return (level, index) -> complete.get(level + "/" + index);
    }

    private static byte[] leaf(int i) {
        return TreeHash.leaf(("leaf " + i).getBytes(StandardCharsets.US_ASCII));
    }

    /** The eight leaves and the roots that the implementations of Certificate Transparency are tested with. */
    @Test
    void hasTheRootsOfCertificateTransparency() {
        List<String> leaves = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        List<String> expected = List.of(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        Frontier tree = new Frontier();
        List<String> found = new ArrayList<>(List.of(HexFormat.of().formatHex(tree.root())));
        for (String leaf : leaves) {
            tree.append(TreeHash.leaf(HexFormat.of().parseHex(leaf)), (level, index, hash) -> {});
            found.add(HexFormat.of().formatHex(tree.root()));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void provesEveryLeafInEveryTreeAndNothingElse() {
        Proofs.Nodes nodes = grown(MOST);
        for (int size = 1; size <= MOST; size++) {
            byte[] root = roots.get(size);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = Proofs.inclusion(nodes, index, size);
                assertThat(Proofs.includes(leaf(index), index, size, path, root))
                        .isTrue();
                assertThat(Proofs.includes(leaf(index + 1), index, size, path, root))
                        .isFalse();
                assertThat(Proofs.includes(leaf(index), (index + 1) % size, size, path, root))
                        .as("at another place")
                        .isEqualTo(size == 1);
                if (!path.isEmpty()) {
                    assertThat(Proofs.includes(leaf(index), index, size, path.subList(1, path.size()), root))
                            .isFalse();
                    List<byte[]> longer = new ArrayList<>(path);
                    longer.add(root);
                    assertThat(Proofs.includes(leaf(index), index, size, longer, root))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void provesThatEveryTreeBeginsWithEverySmallerOne() {
        Proofs.Nodes nodes = grown(MOST);
        for (int larger = 1; larger <= MOST; larger++) {
            for (int smaller = 1; smaller <= larger; smaller++) {
                List<byte[]> path = Proofs.consistency(nodes, smaller, larger);
                byte[] from = roots.get(smaller);
                byte[] to = roots.get(larger);
                assertThat(Proofs.consistent(smaller, from, larger, to, path)).isTrue();
                assertThat(Proofs.consistent(smaller, roots.get(smaller - 1), larger, to, path))
                        .isFalse();
                assertThat(Proofs.consistent(smaller, from, larger, roots.get(larger - 1), path))
                        .isFalse();
            }
        }
    }

    @Test
    void goesOnFromItsRoots() {
        Frontier whole = new Frontier();
        Frontier stopped = new Frontier();
        for (int i = 0; i < MOST; i++) {
            whole.append(leaf(i), (level, index, hash) -> {});
            stopped = new Frontier(stopped.size(), stopped.roots());
            stopped.append(leaf(i), (level, index, hash) -> {});
            assertThat(stopped.root()).isEqualTo(whole.root());
        }
        assertThatThrownBy(() -> new Frontier(3, List.of(leaf(0)))).isInstanceOf(IllegalArgumentException.class);
    }
}
