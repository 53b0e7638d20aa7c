package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of ours in a PKCS#12 file and in a token of SoftHSM2. */
@Guards(Threat.T23)
class KeyStoreKeysTest {
    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String WORD = "made-for-this-run";
    private static final String PIN = "70417";
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final IssuedKey ROOT = Workshop.authority("root").make();

    @TempDir
    Path folder;

    @Test
    void sealsWithAKeyOfAPkcs12File() throws Exception {
        Path file = keystore(Map.of(
                "tls", Workshop.tls().by(ROOT).make(),
                "seal", Workshop.seal().by(ROOT).make(),
                "checkpoint", Workshop.seal().by(ROOT).make()));
        GatewayKeys keys = GatewayKeys.from(settings(file, secret("word", WORD, "rw-------"))::held);
        byte[] body = {1};
        String seal = new Sealer(keys::seal, CLOCK).seal(body, Sealer.DOCUMENT, "application/json");
        assertThat(new SealVerifier(TrustAnchors.of(ROOT.chain(), CLOCK))
                        .diagnose(body, seal, Sealer.DOCUMENT, Workshop.NOW))
                .isEmpty();
        assertThat(keys.decrypt()).isEmpty();
        IssuedKey before = keys.seal();
        keys.renew();
        assertThat(keys.seal()).isEqualTo(before);
    }

    @Test
    void namesWhatIsWrongWithAPkcs12File() throws Exception {
        IssuedKey key = Workshop.seal().by(ROOT).make();
        IssuedKey other = Workshop.seal().by(ROOT).make();
        Path file = keystore(Map.of("seal", key, "checkpoint", new IssuedKey(other.key(), key.chain())));
        Path word = secret("word", WORD, "rw-------");
        assertThat(own(file, word).active(Usage.SEAL).certificate()).isEqualTo(key.certificate());
        refused("under the name 'tls'", () -> own(file, word).active(Usage.TLS));
        refused("certificate under 'checkpoint'", () -> own(file, word).active(Usage.CHECKPOINT));
        refused("the password of", () -> KeyStoreKeys.inFile(file, secret("wrong", "another", "rw-------")));
        refused("its owner alone", () -> KeyStoreKeys.inFile(file, secret("open", WORD, "rw-r--r--")));
        Path garbage = Files.writeString(folder.resolve("garbage.p12"), "no keys");
        refused("PKCS#12", () -> KeyStoreKeys.inFile(garbage, word));
        refused("schakel.trust.password", () -> settings(file, null).held());
    }

    @Test
    void signsAndConnectsWithKeysThatStayInTheirToken() throws Exception {
        prepareToken();
        List<String> said = drill(TokenDrill.class);
        assertThat(said)
                .contains(
                        "hidden=true",
                        "the same after a look=true",
                        "seal in XML=good",
                        "tls=TLSv1.3",
                        "part=for us alone",
                        "part that was changed=SEAL_INVALID")
                .filteredOn(line -> line.startsWith("seal="))
                .containsExactly("seal=good", "seal=good");
        assertThat(said)
                .filteredOn("seal of other bytes=seal-signature-wrong"::equals)
                .hasSize(2);
        assertThat(said)
                .anyMatch(line -> line.startsWith("library=") && line.contains("library and slot"))
                .anyMatch(line -> line.startsWith("slot=") && line.contains("slot"))
                .anyMatch(line -> line.startsWith("no configuration=") && line.contains("can be read"))
                .anyMatch(line -> line.startsWith("object=") && line.contains("under the name 'stamp'"))
                .anyMatch(line -> line.startsWith("rollover=") && line.contains("the token's own tool"))
                .anyMatch(line -> line.startsWith("request=") && line.contains("the token's own tool"))
                .anyMatch(line -> line.startsWith("open pin=") && line.contains("its owner alone"))
                .noneMatch(line -> line.contains(PIN));
        assertThat(drill(TokenDrill.WrongPin.class))
                .singleElement()
                .asString()
                .startsWith("pin=")
                .contains("the PIN of")
                .doesNotContain("12345");
    }

    private void prepareToken() throws Exception {
        assumeThat(LIBRARY)
                .as("SoftHSM2 is not on this machine (Debian: softhsm2)")
                .exists();
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + folder.resolve("tokens")
                        + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        assertThat(run(List.of(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "schakel",
                        "--so-pin",
                        "9999",
                        "--pin",
                        PIN)))
                .anyMatch(line -> line.contains("initialized"));
        Files.writeString(folder.resolve("token.cfg"), """
                name=schakel-test
                library=%s
                slotListIndex=0
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                  CKA_DERIVE = true
                }
                attributes(*, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = {
                  CKA_SENSITIVE = false
                  CKA_EXTRACTABLE = true
                }
                """.formatted(LIBRARY));
        secret("pin", PIN, "r--------");
        secret("open-pin", PIN, "rw-r--r--");
        secret("wrong-pin", "12345", "r--------");
    }

    private List<String> drill(Class<?> drill) throws Exception {
        return run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                drill.getName(),
                folder.toString()));
    }

    private List<String> run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile());
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        return new ArrayList<>(Files.readAllLines(said));
    }

    private TrustSettings settings(Path keystore, @Nullable Path password) {
        return new TrustSettings(
                folder,
                List.of(),
                List.of(),
                null,
                false,
                Duration.ofSeconds(15),
                null,
                null,
                null,
                null,
                keystore,
                null,
                password);
    }

    private static OwnKeys own(Path keystore, Path password) {
        return OwnKeys.at(new OwnKeys.Place(
                keystore.resolveSibling("pki"), Optional.of(keystore), Optional.empty(), Optional.of(password)));
    }

    private Path keystore(Map<String, IssuedKey> keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var entry : keys.entrySet()) {
            store.setKeyEntry(
                    entry.getKey(),
                    entry.getValue().key(),
                    WORD.toCharArray(),
                    entry.getValue().chain().toArray(Certificate[]::new));
        }
        Path file = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, WORD.toCharArray());
        }
        return file;
    }

    private Path secret(String name, String word, String permissions) throws IOException {
        Path file = Files.write(folder.resolve(name), word.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private interface Opening {
        void open() throws Exception;
    }

    private static void refused(String words, Opening opening) {
        assertThatExceptionOfType(KeyMaterialInvalid.class)
                .isThrownBy(opening::open)
                .withMessageContaining(words)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(WORD));
    }
}
