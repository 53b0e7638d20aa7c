package nl.schakel.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One form of archive, and every other one that somebody may send in its place. */
@Guards(Threat.T16)
class StoredZipTest {
    @Test
    void isReadByOthersAndByItself() throws Exception {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("a/b.json", bytes("{}"));
        files.put("empty.bin", new byte[0]);
        byte[] archive = StoredZip.write(files);
        assertThat(StoredZip.read(archive).keySet()).containsExactly("a/b.json", "empty.bin");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("a/b.json");
            assertThat(zip.readAllBytes()).isEqualTo(bytes("{}"));
            assertThat(zip.getNextEntry().getName()).isEqualTo("empty.bin");
            assertThat(zip.getNextEntry()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/passwd",
                "a/../b",
                "a//b",
                "a/",
                "C:/x",
                "a\\b",
                ".hidden",
                "A.json",
                "a b",
                "",
                "é"
            })
    void takesNoNameThatPointsElsewhere(String name) {
        refused(one(name, bytes("x")));
    }

    @Test
    void takesNoNameWithoutEnd() {
        refused(one("a".repeat(121), bytes("x")));
    }

    @Test
    void takesNothingCompressedSoThatNothingGrows() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("contents.json"));
            zip.write(new byte[50 * 1024 * 1024]);
        }
        assertThat(out.size()).as("a bomb").isLessThan(100_000);
        refused(out.toByteArray());
    }

    @Test
    void takesNoOtherWayOfStoring() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("contents.json");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(2);
            CRC32 crc = new CRC32();
            crc.update(bytes("{}"));
            entry.setCrc(crc.getValue());
            entry.setComment("a place to hide in");
            zip.putNextEntry(entry);
            zip.write(bytes("{}"));
        }
        refused(out.toByteArray());
    }

    @Test
    void takesNoFileTwiceAndNoneOutOfOrder() {
        byte[] first = one("b", bytes("1"));
        byte[] second = one("a", bytes("2"));
        refused(joined(first, second));
        refused(joined(first, first));
    }

    @Test
    void takesNothingBeforeBetweenOrBehind() {
        byte[] good = one("a", bytes("1"));
        refused(joined(bytes("x"), good));
        refused(joined(good, bytes("x")));
        refused(new byte[0]);
        refused(bytes("PK"));
        for (int cut = 1; cut < good.length; cut++) {
            refused(java.util.Arrays.copyOf(good, cut));
        }
    }

    @Test
    void believesNoSizeThatIsBeyondTheFile() {
        for (int at : List.of(18, 22, 26, 28)) {
            byte[] huge = one("a", bytes("1"));
            huge[at] = (byte) 0xFF;
            huge[at + 1] = (byte) 0xFF;
            refused(huge);
        }
    }

    @Test
    void findsEveryBitThatIsTurned() {
        byte[] good = one("a/b", bytes("evidence"));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] turned = good.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                // The content may be turned and its check sum with it; then the digest in the contents finds it.
                assertThat(EvidenceCheck.of(turned, List.of(), Instant.now()).verdict())
                        .as("bit " + bit)
                        .isNotEqualTo(EvidenceCheck.Verdict.VALID);
            } catch (RuntimeException thrown) {
                throw new AssertionError("bit " + bit, thrown);
            }
            refused(turned);
        }
    }

    private static void refused(byte[] archive) {
        assertThatThrownBy(() -> StoredZip.read(archive)).isInstanceOf(StoredZip.Unreadable.class);
    }

    private static byte[] one(String name, byte[] bytes) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put(name, bytes);
        return StoredZip.write(files);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
