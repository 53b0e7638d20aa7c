package nl.schakel.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @TempDir
    private Path folder;

    private Path unpacked(String name, String program) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        Files.writeString(made.resolve("postgres"), program);
        return made;
    }

    @Test
    void whoUnpackedFirstWinsAndTheOtherLeavesNothingBehind() throws IOException {
        Path place = folder.resolve("place");
        Binaries.putInPlace(unpacked("unpacking-1", "first"), place);
        Binaries.putInPlace(unpacked("unpacking-2", "second"), place);
        assertThat(place.resolve("postgres")).hasContent("first");
        assertThat(folder).isDirectoryNotContaining("glob:**unpacking-*");
    }

    @Test
    void whatCannotBePutInPlaceIsSaid() throws IOException {
        Path nowhere = folder.resolve("missing").resolve("place");
        Path fresh = unpacked("unpacking-1", "first");
        assertThatThrownBy(() -> Binaries.putInPlace(fresh, nowhere)).isInstanceOf(NoSuchFileException.class);
    }
}
