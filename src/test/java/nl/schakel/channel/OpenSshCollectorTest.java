package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.egress.Egress;
import nl.schakel.ports.OpenSsh;
import nl.schakel.ports.SftpHost;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on the server that most have, OpenSSH's, with a key that it wrote itself. */
@Guards(Threat.T18)
class OpenSshCollectorTest extends SftpContract {
    @TempDir
    Path settings;

    private OpenSsh host;

    @BeforeEach
    void startsAServer() throws IOException {
        assumeTrue(OpenSsh.isHere(), "OpenSSH's server is not here");
        host = OpenSsh.start(settings);
        Files.copy(host.key(), secrets.resolve("sftp"));
    }

    @AfterEach
    void stopsIt() {
        if (host != null) {
            host.close();
        }
    }

    @Override
    SftpWay agreed() {
        return way(host.hostkey());
    }

    private SftpWay way(String hostkey) {
        return new SftpWay(
                new SftpServer(
                        "127.0.0.1",
                        host.port(),
                        HostKeys.of(hostkey),
                        SftpLogin.of(OpenSsh.account(), new Secret(secrets.resolve("sftp"))),
                        in.toString(),
                        Egress.unlisted(false)),
                TIMES,
                clock,
                nanos::get);
    }

    @Test
    void aServerWithAnotherKeyHearsNoAccount() throws IOException {
        try (DropPlaces places = way(SftpHost.otherHostkey()).open().orElseThrow()) {
            throw new AssertionError("open: " + places);
        } catch (NotReached refused) {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.SERVER_KEY_UNKNOWN);
            assertThat(refused.problem().seen()).contains(host.hostkey().replace("ED25519 ", ""));
        }
    }

    @Test
    void anAccountThatMayNotComeInIsSaid() throws IOException {
        Files.writeString(settings.resolve("welcome"), "");
        try (DropPlaces places = agreed().open().orElseThrow()) {
            throw new AssertionError("open: " + places);
        } catch (NotReached refused) {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.PARTNER_UNREACHABLE);
            assertThat(refused.problem().seen()).contains("its server refused our login");
        }
    }
}
