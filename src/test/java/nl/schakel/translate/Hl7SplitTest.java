package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import org.junit.jupiter.api.Test;

/** The reader looks at each sign once; splitting again and again, as the standard describes it, finds the same. */
class Hl7SplitTest {
    private static final String SIGNS = "||||^^^~~&&ab \"";
    private static final int MESSAGES = 20_000;

    @Test
    void findsWhatSplittingLevelByLevelFinds() {
        long seed = Long.getLong("schakel.split.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            String message = message(random);
            assertThat(read(message)).as("seed %d, %s", seed, message).isEqualTo(split(message));
        }
    }

    @Test
    void readsAHeaderThatIsDelimitersAlone() {
        var source = Samples.ward("MSH|^~\\&\rPID|1".getBytes(StandardCharsets.ISO_8859_1));
        String place = new Hl7Reader()
                .open(source, "")
                .fold(opened -> "read", problem -> problem.place().orElse(""));
        assertThat(place).isEqualTo("MSH-12");
    }

    private static String message(Random random) {
        StringBuilder text = new StringBuilder("MSH|^~\\&|A|B|C|D|20260410130000+0200||ADT^A03|1|P|2.5||||||8859/1");
        int segments = 1 + random.nextInt(4);
        for (int s = 0; s < segments; s++) {
            text.append('\r').append(random.nextBoolean() ? "OBX" : "ZA" + random.nextInt(3));
            if (random.nextInt(8) > 0) {
                text.append('|');
                random.ints(random.nextInt(24), 0, SIGNS.length()).forEach(at -> text.append(SIGNS.charAt(at)));
            }
        }
        return text.append(random.nextBoolean() ? "\r" : "").toString();
    }

    private static List<String> read(String message) {
        Branch root = Samples.value(
                        new Hl7Reader().open(Samples.ward(message.getBytes(StandardCharsets.ISO_8859_1)), ""))
                .root();
        List<String> found = new ArrayList<>();
        root.leaves(leaf -> {
            if (!leaf.path().startsWith("MSH")) {
                found.add(leaf.path() + "=" + said(leaf));
            }
        });
        return found;
    }

    private static String said(Leaf leaf) {
        return leaf.isDeletion() ? "deleted" : ((Json.Text) leaf.value()).value();
    }

    private static List<String> split(String message) {
        List<String> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String segment : message.split("\r")) {
            String name = segment.substring(0, 3);
            names.add(name);
            long nth = names.stream().filter(name::equals).count();
            String[] fields = segment.split(Pattern.quote("|"), -1);
            for (int f = 1; f < fields.length && !"MSH".equals(name); f++) {
                field(name + (nth > 1 ? "(" + nth + ")" : "") + "-" + f, fields[f], found);
            }
        }
        return found;
    }

    private static void field(String place, String text, List<String> found) {
        String[] repetitions = text.split("~", -1);
        for (int r = 0; r < repetitions.length; r++) {
            String at = place + (r > 0 ? "(" + (r + 1) + ")" : "");
            boolean composite = repetitions[r].contains("^") || repetitions[r].contains("&");
            String[] components = repetitions[r].split("\\^", -1);
            for (int c = 0; c < components.length; c++) {
                component(composite ? at + "." + (c + 1) : at, components[c], found);
            }
        }
    }

    private static void component(String place, String text, List<String> found) {
        String[] parts = text.split("&", -1);
        for (int p = 0; p < parts.length; p++) {
            if (!parts[p].isEmpty()) {
                String said = parts[p].strip().equals("\"\"") ? "deleted" : parts[p];
                found.add((parts.length > 1 ? place + "." + (p + 1) : place) + "=" + said);
            }
        }
    }
}
