package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own keys in the PKCS#12 file that a new home has. */
@Guards(Threat.T23)
class Pkcs12CaseTest {
    private static final Subject SCHAKEL = new Subject("schakel", "00000099000000000000");

    @TempDir
    Path pki;

    private CertificateAuthority authority;
    private OwnKeys keys;

    @BeforeEach
    void makeKeys() {
        authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        keys = OwnKeys.makeAt(pki);
        Usage.ofGateway().forEach(usage -> authority.issueInto(keys, SCHAKEL, usage));
    }

    @Test
    void keepsNoKeyReadableAndNoneInAFileOfItsOwn() throws Exception {
        try (Stream<Path> files = Files.walk(pki.resolve("gateway"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("keys.p12", "keys.password", ".keys.lock");
        }
        assertThat(permissions("keys.p12")).isEqualTo("rw-------");
        assertThat(permissions("keys.password")).isEqualTo("r--------");
        assertThat(new String(Files.readAllBytes(chest()), StandardCharsets.ISO_8859_1))
                .doesNotContain("PRIVATE KEY")
                .doesNotContain(new String(keys.active(Usage.SEAL).key().getEncoded(), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("nl.schakel.trust.Usage#ofGateway")
    void walksThroughEveryStateOfARollover(Usage usage) {
        IssuedKey before = keys.active(usage);
        IssuedKey next = authority.issue(SCHAKEL, usage);
        keys.announce(usage, next);
        assertThat(states(usage)).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.ANNOUNCED);
        assertThat(keys.active(usage)).isEqualTo(before);

        keys.activate(usage);
        assertThat(states(usage)).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.VERIFY_ONLY);
        assertThat(keys.active(usage)).isEqualTo(next);
        assertThat(keys.next(usage)).isEmpty();
        assertThat(keptFor(before))
                .as("only what still has to open something keeps its private half")
                .isEqualTo(usage == Usage.DECRYPT ? Optional.of(before) : Optional.empty());

        assertThat(keys.retire(usage)).isOne();
        assertThat(states(usage)).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.RETIRED);
        assertThat(keptFor(before)).isEmpty();
        assertThat(keys.retire(usage)).isZero();
    }

    @Test
    void requestsInTheNameOfTheCertificateInUseAndTakesOnlyItsAnswer() {
        String thrownAway = keys.request(Usage.SEAL);
        String request = keys.request(Usage.SEAL);
        assertThat(keys.hasBegun(Usage.SEAL)).isTrue();
        assertThat(keys.next(Usage.SEAL))
                .as("without a certificate nothing is announced")
                .isEmpty();
        assertThat(states(Usage.SEAL)).containsExactly(KeyState.ACTIVE);
        assertThatThrownBy(() -> keys.activate(Usage.SEAL)).isInstanceOf(KeyMaterialInvalid.class);
        List<X509Certificate> late = authority.certify(thrownAway, Usage.SEAL);
        assertThat(keys.waitingFor(late.get(0))).isEmpty();
        assertThatThrownBy(() -> keys.certified(Usage.SEAL, late))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("the key that waits");

        List<X509Certificate> answer = authority.certify(request, Usage.SEAL);
        assertThat(keys.waitingFor(answer.get(0))).hasValue(Usage.SEAL);
        keys.certified(Usage.SEAL, answer);
        assertThat(keys.activate(Usage.SEAL).chain()).isEqualTo(answer);
    }

    @Test
    void losesNothingWhenSeveralChangeItAtOnce() throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> changes = new ArrayList<>();
            for (Usage usage : Usage.ofGateway()) {
                changes.add(hands.submit(() -> OwnKeys.of(pki).announce(usage, authority.issue(SCHAKEL, usage))));
            }
            for (Future<?> change : changes) {
                change.get();
            }
        } finally {
            hands.shutdown();
        }
        assertThat(Usage.ofGateway()).allMatch(usage -> keys.next(usage).isPresent());
    }

    @Test
    void opensWithItsPasswordAlone() throws Exception {
        Path another = Files.writeString(pki.resolve("another"), "another");
        Files.setPosixFilePermissions(another, PosixFilePermissions.fromString("r--------"));
        keys.active(Usage.SEAL);
        refused("the password of", Optional.of(another));
        Path word = pki.resolve("gateway/keys.password");
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("r--r--r--"));
        refused("its owner alone", Optional.empty());
    }

    @Test
    void takesItsPasswordFromWhereSettingsSay() throws Exception {
        Path elsewhere = Files.move(pki.resolve("gateway/keys.password"), pki.resolve("secret"));
        assertThat(OwnKeys.at(place(Optional.of(elsewhere))).active(Usage.TLS)).isEqualTo(keysWith(elsewhere));
    }

    private IssuedKey keysWith(Path password) {
        return KeyStoreKeys.inFile(chest(), password).find("tls").orElseThrow();
    }

    @Test
    void keepsAKeyThatLastsAndIssuesAnewWhatIsNotOurs() {
        IssuedKey before = keys.active(Usage.SEAL);
        assertThat(authority.issueInto(keys, SCHAKEL, Usage.SEAL)).isEqualTo(before);
        assertThat(authority.issueInto(keys, new Subject("other", "00000099000000009000"), Usage.SEAL))
                .isNotEqualTo(before)
                .isEqualTo(keys.active(Usage.SEAL));
    }

    @Test
    void movesKeyFilesIntoPkcs12AndTakesThemAway() throws Exception {
        Path old = pki.resolve("old");
        Path gateway = old.resolve("gateway");
        for (Usage usage : Usage.ofGateway()) {
            authority.issueAt(PemCase.crt(gateway, usage), PemCase.key(gateway, usage), SCHAKEL, usage);
        }
        OwnKeys files = OwnKeys.makeAt(old);
        assertThat(gateway.resolve("keys.p12")).as("an old home stays as it is").doesNotExist();
        IssuedKey opened = files.active(Usage.DECRYPT);
        files.announce(Usage.DECRYPT, authority.issue(SCHAKEL, Usage.DECRYPT));
        files.activate(Usage.DECRYPT);
        String request = files.request(Usage.TLS);
        assertThatThrownBy(files::convert)
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("waits");
        files.certified(Usage.TLS, authority.certify(request, Usage.TLS));
        List<IssuedKey> before = Usage.ofGateway().stream().map(files::active).toList();
        IssuedKey next = files.next(Usage.TLS).orElseThrow();

        assertThat(files.convert()).hasValue(4);

        OwnKeys moved = OwnKeys.of(old);
        assertThat(Usage.ofGateway()).extracting(moved::active).isEqualTo(before);
        assertThat(moved.next(Usage.TLS)).hasValue(next);
        assertThat(KeyStoreKeys.inFile(gateway.resolve("keys.p12"), gateway.resolve("keys.password"))
                        .find("decrypt-" + KeyCase.name(opened.certificate())))
                .hasValue(opened);
        try (Stream<Path> left = Files.walk(gateway)) {
            assertThat(left.filter(file -> file.toString().endsWith(".key"))).isEmpty();
        }
        assertThat(moved.convert()).isEmpty();
    }

    /** The machine stops after the PKCS#12 file was written and before the key files were taken away. */
    @Test
    void finishesAMoveThatBrokeOff() {
        Path gateway = pki.resolve("gateway");
        IssuedKey seal = keys.active(Usage.SEAL);
        KeyFiles.write(PemCase.crt(gateway, Usage.SEAL), PemCase.key(gateway, Usage.SEAL), seal);
        assertThat(OwnKeys.of(pki).active(Usage.SEAL)).isEqualTo(seal);
        assertThat(OwnKeys.of(pki).convert()).hasValue(4);
        assertThat(PemCase.key(gateway, Usage.SEAL)).doesNotExist();
        assertThat(OwnKeys.of(pki).active(Usage.SEAL)).isEqualTo(seal);
    }

    private void refused(String words, Optional<Path> password) {
        assertThatExceptionOfType(KeyMaterialInvalid.class)
                .isThrownBy(() -> OwnKeys.at(place(password)).active(Usage.SEAL))
                .withMessageContaining(words);
    }

    private OwnKeys.Place place(Optional<Path> password) {
        return new OwnKeys.Place(pki, Optional.empty(), Optional.empty(), password);
    }

    private Path chest() {
        return pki.resolve("gateway/keys.p12");
    }

    private String permissions(String name) throws Exception {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(pki.resolve("gateway").resolve(name)));
    }

    private Optional<IssuedKey> keptFor(IssuedKey before) {
        return KeyStoreKeys.inFile(chest(), pki.resolve("gateway/keys.password"))
                .find("decrypt-" + KeyCase.name(before.certificate()));
    }

    private List<KeyState> states(Usage usage) {
        return new Holdings(pki, () -> keys)
                .all().stream()
                        .filter(holding -> holding.owner().equals("gateway")
                                && holding.use().equals(usage.text()))
                        .map(Holdings.Holding::state)
                        .toList();
    }
}
