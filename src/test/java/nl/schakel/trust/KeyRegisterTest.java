package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRegisterTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final IssuedKey ROOT = Workshop.authority("root").make();

    @TempDir
    Path pki;

    private final TrustAnchors anchors = TrustAnchors.of(ROOT.chain(), CLOCK);

    @Test
    void letsEveryKeyCountWhereThereIsNoRegister() {
        assertThat(cause(seal(), Usage.SEAL)).isEmpty();
    }

    @Test
    void letsOnlyTheRegisteredKeyOfAnOrganisationCount() {
        IssuedKey ours = seal();
        register().admit(ours.chain(), Usage.SEAL, KeyState.ACTIVE);
        assertThat(cause(ours, Usage.SEAL)).isEmpty();
        assertThat(cause(seal(), Usage.SEAL))
                .as("another key in the same name, from the same authority")
                .hasValue("certificate-key-not-registered");
        IssuedKey other = Workshop.seal()
                .named("C=NL,CN=x,SERIALNUMBER=00000099000000099000")
                .by(ROOT)
                .make();
        assertThat(cause(other, Usage.SEAL)).hasValue("certificate-key-not-registered");
    }

    @Test
    void doesNotTakeAKeyForAUseThatItIsNotRegisteredFor() {
        IssuedKey tls = Workshop.tls().by(ROOT).make();
        register().admit(seal().chain(), Usage.SEAL, KeyState.ACTIVE);
        assertThat(cause(tls, Usage.TLS)).hasValue("certificate-key-not-registered");
        assertThatThrownBy(() -> register().admit(tls.chain(), Usage.SEAL, KeyState.ACTIVE))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("for seal");
    }

    @Test
    void takesARenewedCertificateOverTheSameKeyWithoutAWord() {
        Workshop order = Workshop.seal().by(ROOT);
        IssuedKey first = order.make();
        IssuedKey renewed = order.valid(Workshop.NOW.minusSeconds(60), Workshop.NOW.plusSeconds(60))
                .make();
        register().admit(first.chain(), Usage.SEAL, KeyState.ACTIVE);
        assertThat(cause(renewed, Usage.SEAL)).isEmpty();
        register().admit(renewed.chain(), Usage.SEAL, KeyState.ANNOUNCED);
        assertThat(register().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(KeyState.ACTIVE);
            assertThat(entry.certificate()).isEqualTo(renewed.certificate());
        });
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    void letsAKeyCountFromItsAnnouncementUntilItIsRetired(KeyState state) {
        IssuedKey key = seal();
        KeyRegister register = register();
        register.move(register.admit(key.chain(), Usage.SEAL, KeyState.ANNOUNCED), state);
        switch (state) {
            case ANNOUNCED, ACTIVE, VERIFY_ONLY ->
                assertThat(cause(key, Usage.SEAL)).isEmpty();
            case RETIRED -> assertThat(cause(key, Usage.SEAL)).hasValue("certificate-key-retired");
            case REVOKED -> assertThat(cause(key, Usage.SEAL)).hasValue("certificate-revoked");
        }
    }

    @Test
    void makesRoomForTheKeyThatBecomesActive() {
        KeyRegister register = register();
        register.admit(seal().chain(), Usage.SEAL, KeyState.ACTIVE);
        KeyRegister.Entry next = register.admit(seal().chain(), Usage.SEAL, KeyState.ANNOUNCED);
        register.move(next, KeyState.ACTIVE);
        assertThat(register.entries())
                .extracting(KeyRegister.Entry::state)
                .containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.VERIFY_ONLY);
        assertThat(register.active(Workshop.OIN, Usage.SEAL).orElseThrow().publicKey())
                .isEqualTo(next.publicKey());
    }

    @Test
    void needsNoEntryForOurselves() {
        register().admit(seal().chain(), Usage.SEAL, KeyState.ACTIVE);
        anchors.renew(status(Optional.of(Workshop.OIN)));
        assertThat(anchors.diagnose(seal().chain(), Usage.SEAL, Workshop.NOW)).isEmpty();
    }

    @Test
    void namesAFileThatStandsInNoPlaceOfTheRegister() throws Exception {
        Files.createDirectories(pki.resolve("known/x"));
        Files.writeString(pki.resolve("known/x/stray.crt"), "x");
        assertThatThrownBy(() -> register().entries())
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("stray.crt");
    }

    @Test
    void knowsACareProviderByTheUraOfItsUziCertificate(@TempDir Path home) {
        CertificateAuthority authority = CertificateAuthority.createAt(home, CLOCK);
        IssuedKey ward = authority.issue(new Subject("ggz", Workshop.OIN, Optional.of("90000001")), Usage.TLS);
        assertThat(ward.organisation().ura()).hasValue("90000001");
        assertThat(ward.organisation().id()).isEqualTo(Workshop.OIN);
        assertThat(authority
                        .issue(new Subject("ggz", Workshop.OIN), Usage.TLS)
                        .organisation()
                        .ura())
                .isEmpty();
        assertThatThrownBy(() -> new Subject("ggz", Workshop.OIN, Optional.of("9000000")))
                .isInstanceOf(IllegalArgumentException.class);
        TrustAnchors demo = TrustAnchors.of(List.of(authority.root()), CLOCK);
        assertThat(demo.diagnose(ward.chain(), Usage.TLS, Workshop.NOW)).isEmpty();
    }

    private Optional<String> cause(IssuedKey key, Usage usage) {
        anchors.renew(status(Optional.empty()));
        return anchors.diagnose(key.chain(), usage, Workshop.NOW);
    }

    private Status status(Optional<String> own) {
        return new Status(List.of(), java.util.Map.of(), false, register().read(own));
    }

    private KeyRegister register() {
        return KeyRegister.of(pki);
    }

    private static IssuedKey seal() {
        return Workshop.seal().by(ROOT).make();
    }
}
