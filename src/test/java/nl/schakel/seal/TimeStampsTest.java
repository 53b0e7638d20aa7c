package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.StampTrust;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token has parts that its signature does not cover: no bit of any of them may be another one. */
@Guards(Threat.T30)
class TimeStampsTest {
    private static final byte[] DATA = "a checkpoint".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void findsEveryBitOfATokenThatIsTurned() {
        CertificateAuthority authority = CertificateAuthority.createAt(folder, Clock.systemUTC());
        TimeStamps stamps = new TimeStamps(new StampTrust(List.of(authority.root())));
        TimeStamps.Question question = TimeStamps.ask(DATA);
        byte[] reply = new TimeStampAuthority(
                        authority.issue(new Subject("tsa", "00000099000000099000"), Usage.STAMP), Clock.systemUTC())
                .answer(question.der())
                .orElseThrow();
        byte[] token = stamps.answer(question, reply).orElseThrow().token();
        assertThat(stamps.verify(token, DATA)).isPresent();
        List<Integer> passed = new ArrayList<>();
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] turned = token.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            if (stamps.verify(turned, DATA).isPresent()) {
                passed.add(bit);
            }
        }
        assertThat(passed)
                .as("bits of " + token.length + " bytes that are not looked at")
                .isEmpty();
    }
}
