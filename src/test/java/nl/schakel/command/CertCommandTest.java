package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Step;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertCommandTest {
    private static final String WARD = "00000099000000001000";

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path pki;
    private CertificateAuthority authority;

    @BeforeEach
    void makeAHome() {
        pki = home.resolve("pki");
        authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        OwnKeys own = OwnKeys.makeAt(pki);
        for (Usage usage : Usage.ofGateway()) {
            authority.issueInto(own, new Subject("schakel", "0".repeat(20)), usage);
        }
        register().admit(ward(Usage.SEAL).chain(), Usage.SEAL, KeyState.ACTIVE);
    }

    @Test
    void listsEveryCertificateForPeopleAndForScripts() throws Exception {
        assertThat(run("list")).isZero();
        assertThat(out.toString())
                .contains("whose", "gateway", "checkpoint", "authority", "intermediate", WARD, "active");
        assertThat(run("list", "--output", "json")).isZero();
        JsonNode rows = new ObjectMapper().readTree(out.toString());
        assertThat(rows).hasSize(7);
        assertThat(rows.findValuesAsText("days_left")).contains("364", "1824", "3649");
    }

    @Test
    void warnsOfACertificateThatEndsAndFailsWhenOneHasEnded() throws Exception {
        Clock lastYear = Clock.offset(Clock.systemUTC(), java.time.Duration.ofDays(-366));
        OwnKeys own = OwnKeys.of(pki);
        own.announce(
                Usage.SEAL,
                CertificateAuthority.createAt(pki, lastYear).issue(new Subject("schakel", "0".repeat(20)), Usage.SEAL));
        own.activate(Usage.SEAL);
        assertThat(run("list")).isEqualTo(Exit.FINDING);
        assertThat(out.toString()).contains("ENDED");
    }

    @Test
    void rollsOurKeyOverStepByStep() {
        String before = active(Usage.SEAL);
        assertThat(run("rollover", "seal")).isZero();
        assertThat(out.toString()).contains("Announced", "schakel cert rollover seal");
        assertThat(active(Usage.SEAL)).isEqualTo(before);
        assertThat(run("rollover", "seal")).isZero();
        assertThat(out.toString()).contains("Active", "verify-only", "--retire");
        assertThat(active(Usage.SEAL)).isNotEqualTo(before);
        assertThat(run("rollover", "seal", "--retire")).isZero();
        assertThat(run("rollover", "seal", "--retire")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("schakel cert list");
    }

    @Test
    void requestsACertificateFromARealAuthorityAndTakesItsAnswer() throws Exception {
        Path csr = home.resolve("seal.csr");
        assertThat(run("request", "seal", "--out", csr.toString())).isZero();
        assertThat(run("request", "seal")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("already waits", "--again");
        Path crt = home.resolve("answer.crt");
        Files.writeString(crt, pem(authority.certify(Files.readString(csr), Usage.SEAL)));
        assertThat(run("import", crt.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("announced");
        assertThat(run("rollover", "seal")).isZero();
        assertThat(run("request", "tls")).isZero();
        assertThat(out.toString()).contains("BEGIN CERTIFICATE REQUEST");
    }

    @Test
    void anRsaKeyForSealsSignsWithPs256() throws Exception {
        Path csr = home.resolve("seal.csr");
        assertThat(run("request", "seal", "--key", "rsa", "--out", csr.toString()))
                .as(err.toString())
                .isZero();
        Path crt = home.resolve("answer.crt");
        Files.writeString(crt, pem(authority.certify(Files.readString(csr), Usage.SEAL)));
        assertThat(run("import", crt.toString())).as(err.toString()).isZero();
        assertThat(run("rollover", "seal")).as(err.toString()).isZero();
        IssuedKey key = OwnKeys.of(pki).active(Usage.SEAL);
        assertThat(((RSAPublicKey) key.certificate().getPublicKey())
                        .getModulus()
                        .bitLength())
                .isEqualTo(3072);
        String seal = new Sealer(key, Clock.systemUTC()).seal(new byte[1], Sealer.DOCUMENT, "a/b");
        assertThat(new String(Base64.getUrlDecoder().decode(seal.substring(0, seal.indexOf('.')))))
                .startsWith("{\"alg\":\"PS256\"");
        assertThat(run("request", "checkpoint", "--key", "RSA")).isZero();
        for (String[] wrong : new String[][] {{"decrypt", "rsa"}, {"tls", "rsa"}, {"seal", "dsa"}}) {
            assertThat(run("request", wrong[0], "--again", "--key", wrong[1])).isEqualTo(Exit.USAGE);
            assertThat(err.toString()).contains("ec or rsa");
        }
    }

    @Test
    void movesTheKeyFilesOfAnOldHomeIntoPkcs12() throws Exception {
        Files.delete(pki.resolve("gateway/keys.p12"));
        for (Usage usage : Usage.ofGateway()) {
            Path stem = pki.resolve("gateway").resolve(usage.text());
            authority.issueAt(
                    Path.of(stem + ".crt"), Path.of(stem + ".key"), new Subject("schakel", "0".repeat(20)), usage);
        }
        String before = active(Usage.SEAL);
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("schakel cert convert");
        assertThat(run("convert")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("4 keys", "keys.p12");
        assertThat(pki.resolve("gateway/seal.key")).doesNotExist();
        assertThat(active(Usage.SEAL)).isEqualTo(before);
        assertThat(run("list")).isZero();
        assertThat(out.toString()).doesNotContain("schakel cert convert");
        assertThat(run("convert")).isZero();
        assertThat(out.toString()).contains("Nothing to do");
    }

    @Test
    void worksOnAPkcs12FileThatTheSettingsName() throws Exception {
        Path chest = Files.move(pki.resolve("gateway/keys.p12"), home.resolve("ours.p12"));
        Path word = Files.move(pki.resolve("gateway/keys.password"), home.resolve("ours.password"));
        Files.createDirectories(home.resolve("config"));
        Path settings = home.resolve("config/application.yml");
        Files.writeString(settings, "schakel.trust: {keystore: " + chest + ", password: " + word + "}\n");
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("checkpoint");
        assertThat(run("rollover", "seal")).as(err.toString()).isZero();
        assertThat(run("rollover", "seal")).isZero();
        assertThat(out.toString()).contains("Active");
        Files.writeString(settings, "schakel.trust: {keystore: " + chest + "}\n");
        assertThat(run("list")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("schakel.trust.password");
    }

    @Test
    void asksForARequestWhereNoAuthorityIsAtHand() throws Exception {
        Files.delete(pki.resolve("ca/intermediate.key"));
        assertThat(run("rollover", "seal")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("schakel cert request seal");
    }

    @Test
    void registersAPartnersNextKeyAndRollsItOver() throws Exception {
        Path crt = home.resolve("ward.crt");
        Files.writeString(crt, pem(ward(Usage.SEAL).chain()));
        assertThat(run("import", crt.toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--use");
        assertThat(run("import", crt.toString(), "--use", "tls")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("for tls");
        assertThat(run("import", crt.toString(), "--use", "seal")).isZero();
        assertThat(out.toString()).contains(WARD, "announced");
        assertThat(run("rollover", "seal", "--of", WARD)).isZero();
        assertThat(states()).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.VERIFY_ONLY);
        assertThat(run("rollover", "seal", "--of", WARD, "--retire")).isZero();
        assertThat(states()).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.RETIRED);
        assertThat(run("rollover", "seal", "--of", "nobody")).isEqualTo(Exit.FINDING);
    }

    @Test
    @Guards(Threat.T04)
    void saysWhereTheListOfARevokedKeyIsAndThatItNeedsTheGateway() {
        String key = register().entries().get(0).publicKey();
        assertThat(run("revoke", key)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("schakel cert messages " + key.substring(0, 16));
        assertThat(run("messages", "short")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("hexadecimal");
    }

    @Test
    void activatesAPartnersFirstKeyAtOnce() throws Exception {
        Path crt = home.resolve("ward.crt");
        Files.writeString(crt, pem(ward(Usage.TLS).chain()));
        assertThat(run("import", crt.toString(), "--use", "tls")).isZero();
        assertThat(out.toString()).contains("active");
    }

    @Test
    @Guards(Threat.T04)
    void revokesAPartnersKeyInTheRegisterAndAtTheAuthority() {
        KeyRegister.Entry entry = register().entries().get(0);
        assertThat(run("revoke", entry.publicKey().substring(0, 12))).isZero();
        assertThat(states()).containsExactly(KeyState.REVOKED);
        assertThat(authority
                        .crls()
                        .get(1)
                        .getRevokedCertificate(entry.certificate().getSerialNumber()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "abc", "0123456789abcdef", "../../etc"})
    void revokesNothingThatIsNotOneKey(String key) {
        assertThat(run("revoke", key)).isIn(Exit.USAGE, Exit.FINDING);
        assertThat(err.toString()).contains("schakel cert list");
        assertThat(states()).containsExactly(KeyState.ACTIVE);
    }

    @Test
    void doesNotRevokeTheKeyThatIsInUseHere() {
        String ours = nl.schakel.trust.Certificates.publicKeyText(
                OwnKeys.of(pki).active(Usage.SEAL).certificate());
        assertThat(run("revoke", ours)).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("schakel cert rollover seal");
    }

    @Test
    void doesNotSayRevokedOfAKeyThatNobodyHereCanRevoke() throws Exception {
        String before = nl.schakel.trust.Certificates.publicKeyText(
                OwnKeys.of(pki).active(Usage.SEAL).certificate());
        assertThat(run("rollover", "seal")).isZero();
        assertThat(run("rollover", "seal")).isZero();
        Files.delete(pki.resolve("ca/intermediate.key"));
        assertThat(run("revoke", before)).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("Nothing was revoked", "schakel cert rollover seal --retire");
    }

    @Test
    void saysWhichWordsAndFoldersItKnows() {
        assertThat(run("rollover", "ssl")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("tls, seal, decrypt, checkpoint");
        assertThat(run("import", "/nowhere.crt")).isEqualTo(Exit.USAGE);
        assertThat(command("cert", "list", "--home", "/nowhere")).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("--home");
        assertThat(command("cert")).isEqualTo(Exit.USAGE);
        assertThat(run("list", "--help")).isZero();
        assertThat(out.toString()).contains("Example: schakel cert list");
    }

    private int run(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "cert";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--home";
        all[words.length + 2] = home.toString();
        return command(all);
    }

    private int command(String... arguments) {
        out.getBuffer().setLength(0);
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return Commands.run(
                console,
                (at, told) -> Step.stopped(nl.schakel.referral.Problem.of(nl.schakel.referral.ProblemCode.DEFECT)),
                new Farewell(),
                arguments);
    }

    private IssuedKey ward(Usage usage) {
        return authority.issue(new Subject("ggz", WARD, Optional.of("90000001")), usage);
    }

    private KeyRegister register() {
        return KeyRegister.of(pki);
    }

    private List<KeyState> states() {
        return register().entries().stream().map(KeyRegister.Entry::state).toList();
    }

    private String active(Usage usage) {
        return OwnKeys.of(pki).active(usage).certificate().getSerialNumber().toString();
    }

    private static String pem(List<java.security.cert.X509Certificate> chain) throws Exception {
        StringBuilder text = new StringBuilder();
        for (var certificate : chain) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(java.util.Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }
}
