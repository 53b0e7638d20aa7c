package nl.schakel.command;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import nl.schakel.referral.Bsn;

/**
 * Makes REF^I12 messages about synthetic clients: invented names, a local number of its own for each, and BSNs of the
 * test range 9999xxxxx that pass the 11-proef. Safe for use by several threads.
 */
final class ReferralMill {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final String[] GIVEN = {"Johan", "Els", "Karim", "Fatma", "Piet", "Sanne", "Joris", "Noor", "Daan"};
    private static final String[] FAMILY = {"Testers", "Voorbeeld", "Proefstra", "Fictief", "Monster", "Schijn"};
    /** The numbers 9999xxxxx of which the 11-proef comes out. */
    private static final int[] TEST_NUMBERS = testNumbers();

    private final String run;
    private final Clock clock;
    private final AtomicLong next = new AtomicLong();

    /**
     * @param clock its time also makes the ids of this run different from those of the one before
     */
    ReferralMill(Clock clock) {
        this.clock = clock;
        this.run = Long.toString(clock.millis(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    }

    private static int[] testNumbers() {
        return java.util.stream.IntStream.range(999_900_000, 1_000_000_000)
                .filter(number -> Bsn.of(Integer.toString(number)).isPresent())
                .toArray();
    }

    /** The next referral, about the next client. */
    byte[] message() {
        long number = next.incrementAndGet();
        return String.join("\r", segments(number)).concat("\r").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String[] segments(long number) {
        String now = STAMP.format(clock.instant());
        String today = DAY.format(clock.instant());
        return new String[] {
            "MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|" + now + "||REF^I12^REF_I12|" + controlId(number)
                    + "|P|2.5|||AL|NE|NLD|8859/1",
            "RF1|P^Pending^HL70283|A^ASAP^HL70280|CTI^Critical Time Intervention^99GW|||REF-" + controlId(number) + "|"
                    + today + "|" + today + "||O^Ontslag zonder woning^99GW",
            "PRD|RP^Referring Provider^HL70286|de Groot^A.^^^dr.||HIC^3^1^GGZ-NOORD|||01234567^VEKTIS",
            "PRD|RT^Referred to Provider^HL70286|Toegang||MO-EINDHOVEN|||90001234^AGB",
            client(number),
            "OBX|1|NM|ZRM2017-04^Huisvesting^99ZRM||1|{score}|||||F|||" + today,
            "OBX|2|NM|ZRM2017-01^Financien^99ZRM||2|{score}|||||F|||" + today,
            "PV1|1|I|HIC^3^1^GGZ-NOORD|U|||01234567^de Groot^A.^^^dr.^^^VEKTIS|||PSY||||7|||"
                    + "01234567^de Groot^A.^^^dr.^^^VEKTIS|IP|V" + controlId(number),
        };
    }

    private String controlId(long number) {
        return "B" + run + "-" + number;
    }

    private String client(long number) {
        String family = FAMILY[(int) (number % FAMILY.length)];
        String given = GIVEN[(int) (number % GIVEN.length)];
        return "PID|1||P" + run + number + "^^^GGZ-NOORD^PI~" + bsn(number) + "^^^NLMINBIZA^NNNLD||" + family + "&&"
                + family + "^" + given + "^^^^^L||19" + (50 + number % 50) + "0517|M|||^^Eindhoven^^^NL^BA||"
                + "06-00000000^PRN^CP";
    }

    private String bsn(long number) {
        // Another start for each run, so that the same client does not return at once.
        return Integer.toString(TEST_NUMBERS[Math.floorMod(number + run.hashCode(), TEST_NUMBERS.length)]);
    }
}
