package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of the pages about certificates is run, in the order of its page. */
class CertificateHowToTest {
    private static final Subject WARD = new Subject("ggz", "00000099000000001000");

    @TempDir
    Path home;

    private CertificateAuthority authority;

    @ParameterizedTest
    @ValueSource(strings = {"docs/how-to/rotate-a-key.md", "docs/how-to/revoke-a-partner.md", "certs/README.md"})
    void everyCommandOfThePageWorks(String page) throws Exception {
        makeAHome();
        List<String> commands = Files.readAllLines(Path.of(page)).stream()
                .filter(line -> line.startsWith("./schakel "))
                .map(line -> line.replaceAll("\\s+#.*", ""))
                .toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            StringWriter said = new StringWriter();
            // What asks the gateway is run on one in CertificateJourneyIT; here is none, and that is said.
            int expected = command.startsWith("./schakel cert messages") ? Exit.UNREACHABLE : Exit.OK;
            assertThat(run(command, said)).as("%s%n%s", command, said).isEqualTo(expected);
            if (command.contains("seal.csr")) {
                String request = Files.readString(home.resolve("seal.csr"));
                write("seal.crt", authority.certify(request, Usage.SEAL));
            }
        }
    }

    private void makeAHome() throws Exception {
        Path pki = home.resolve("pki");
        authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        OwnKeys own = OwnKeys.makeAt(pki);
        for (Usage usage : Usage.ofGateway()) {
            authority.issueInto(own, new Subject("schakel", "0".repeat(20)), usage);
        }
        KeyRegister.of(pki).admit(authority.issue(WARD, Usage.SEAL).chain(), Usage.SEAL, KeyState.ACTIVE);
        write("partner-seal.crt", authority.issue(WARD, Usage.SEAL).chain());
    }

    private int run(String command, StringWriter said) {
        List<String> words = new ArrayList<>(
                Arrays.asList(command.substring("./schakel ".length()).split("\\s+")));
        words.replaceAll(
                word -> word.matches(".*\\.(csr|crt)") ? home.resolve(word).toString() : word);
        words.replaceAll(word -> word.equals("KEY") ? key() : word);
        words.addAll(List.of("--home", home.toString()));
        PrintWriter both = new PrintWriter(said, true);
        return Commands.run(
                new Console(both, both),
                (at, told) -> Step.stopped(Problem.of(ProblemCode.DEFECT)),
                new Farewell(),
                words.toArray(String[]::new));
    }

    private String key() {
        return KeyRegister.of(home.resolve("pki")).entries().get(0).publicKey().substring(0, 12);
    }

    private void write(String name, List<java.security.cert.X509Certificate> chain) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (var certificate : chain) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        Files.writeString(home.resolve(name), pem.toString());
    }
}
