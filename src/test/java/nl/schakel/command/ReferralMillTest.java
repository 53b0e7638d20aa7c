package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Bsn;
import org.junit.jupiter.api.Test;

class ReferralMillTest {
    private static final Pattern BSN = Pattern.compile("~(\\d+)\\^\\^\\^NLMINBIZA");

    private final ReferralMill mill = millAt("2026-11-22T12:00:00Z");

    @Test
    void givesEveryClientATestBsnThatPassesThe11Proef() {
        for (int i = 0; i < 20_000; i++) {
            Matcher matcher = BSN.matcher(next(mill));
            assertThat(matcher.find()).isTrue();
            assertThat(matcher.group(1)).startsWith("9999");
            assertThat(Bsn.of(matcher.group(1))).isPresent();
        }
    }

    @Test
    void givesEveryMessageIdsOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String[] header = segment(next(mill), "MSH").split("\\|", -1);
            assertThat(header[9]).hasSizeBetween(1, 20);
            assertThat(ids.add(header[9])).isTrue();
        }
    }

    @Test
    void givesEveryRunIdsOfItsOwn() {
        assertThat(segment(next(mill), "RF1").split("\\|", -1)[6])
                .startsWith("REF-")
                .isNotEqualTo(
                        segment(next(millAt("2026-11-22T12:00:01Z")), "RF1").split("\\|", -1)[6]);
    }

    @Test
    void makesAReferralOfOneClientWithoutDiagnosis() {
        String message = next(mill);

        assertThat(segment(message, "MSH")).contains("|REF^I12^REF_I12|");
        assertThat(segment(message, "RF1").split("\\|", -1)[10]).isEqualTo("O^Ontslag zonder woning^99GW");
        assertThat(message).doesNotContain("\n").doesNotContain("DG1|").endsWith("\r");
        assertThat(message.split("PID\\|", -1)).hasSize(2);
    }

    private static ReferralMill millAt(String time) {
        return new ReferralMill(Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }

    private static String next(ReferralMill mill) {
        return new String(mill.message(), StandardCharsets.ISO_8859_1);
    }

    private static String segment(String message, String name) {
        return message.lines()
                .filter(line -> line.startsWith(name + "|"))
                .findFirst()
                .orElseThrow();
    }
}
