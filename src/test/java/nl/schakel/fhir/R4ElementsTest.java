package nl.schakel.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;

class R4ElementsTest {
    private static final Path FILE = Path.of("src/main/resources/nl/schakel/fhir", R4Elements.FILE);

    @Test
    @Guards(Threat.T12)
    void theyAreThoseThatHapiHas() throws Exception {
        String hapis = new R4Definitions().text();

        if (Boolean.getBoolean("schakel.write-docs")) {
            Files.writeString(FILE, hapis);
        }
        assertThat(Files.readString(FILE)).isEqualTo(hapis);
    }

    @Test
    void aNameThatIsNotOfR4IsNotShown() {
        assertThat(R4Elements.shown("birthDate")).isEqualTo("birthDate");
        assertThat(R4Elements.shown("_birthDate")).isEqualTo("_birthDate");
        assertThat(R4Elements.shown("Dorpsstraat")).isEqualTo("?");
    }
}
