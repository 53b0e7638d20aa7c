package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() {
        for (IssuedKey key : new IssuedKey[] {
            Workshop.seal().make(),
            Workshop.seal().rsa(2048).signedWith("SHA256withRSA").make(),
            Workshop.seal().ed25519().signedWith("Ed25519").make(),
            Workshop.seal().by(Workshop.chainOf(2)).make()
        }) {
            KeyFiles.write(crt(), key(), key);
            IssuedKey read = KeyFiles.read(crt(), key());
            assertThat(read.chain()).isEqualTo(key.chain());
            assertThat(read.key().getEncoded()).isEqualTo(key.key().getEncoded());
        }
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        KeyFiles.write(folder.resolve("other.crt"), key(), Workshop.seal().make());
        KeyFiles.write(crt(), folder.resolve("other.key"), Workshop.seal().make());
        assertThatThrownBy(() -> KeyFiles.read(crt(), key())).isInstanceOf(KeyMaterialInvalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "-----BEGIN " + "PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN " + "PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC " + "PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
            })
    void refusesAFileThatIsNoKeyAndRepeatsNothingOfIt(String text) throws Exception {
        KeyFiles.write(crt(), key(), Workshop.seal().make());
        Files.writeString(key(), text);
        assertThatThrownBy(() -> KeyFiles.read(crt(), key()))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("a.key")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void refusesAKeyWhereACertificateShouldStand() throws Exception {
        KeyFiles.write(crt(), key(), Workshop.seal().make());
        Files.copy(key(), crt(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> KeyFiles.certificates(crt())).isInstanceOf(KeyMaterialInvalid.class);
    }

    @Test
    @Guards(Threat.T23)
    void doesNotShowItsKey() {
        assertThat(Workshop.seal().make().toString()).matches("IssuedKey\\[[0-9a-f]+]");
    }

    private Path crt() {
        return folder.resolve("a.crt");
    }

    private Path key() {
        return folder.resolve("a.key");
    }
}
