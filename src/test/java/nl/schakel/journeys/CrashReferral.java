package nl.schakel.journeys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One synthetic referral of the crash test.
 *
 * @param controlId MSH-10
 * @param family the client's name, which every receiver may see; no two clients of a run have the same
 */
record CrashReferral(String controlId, String family, byte[] bytes) {
    private static final int[] TEST_NUMBERS = IntStream.range(999_900_000, 1_000_000_000)
            .filter(CrashReferral::passes)
            .toArray();

    static CrashReferral of(int number) {
        String id = "CRASH-" + number;
        String family = "Proef" + letters(number) + "stra";
        String text = String.join("\r", segments(id, family, Integer.toString(TEST_NUMBERS[number]))) + "\r";
        return new CrashReferral(id, family, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Always three letters, so that no name is a part of another. */
    private static String letters(int number) {
        char[] letters = {'a', 'a', 'a'};
        for (int i = 2, rest = number; i >= 0; i--, rest /= 26) {
            letters[i] += (char) (rest % 26);
        }
        return new String(letters);
    }

    private static String[] segments(String id, String family, String bsn) {
        return new String[] {
            "MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|20260410130000+0200||REF^I12^REF_I12|" + id
                    + "|P|2.5|||AL|NE|NLD|8859/1",
            "RF1|P^Pending^HL70283|A^ASAP^HL70280|CTI^Critical Time Intervention^99GW|||REF-" + id
                    + "|20260410|20260710||O^Ontslag zonder woning^99GW",
            "PRD|RP^Referring Provider^HL70286|de Groot^A.^^^dr.||HIC^3^1^GGZ-NOORD|||01234567^VEKTIS",
            "PRD|RT^Referred to Provider^HL70286|Toegang||MO-EINDHOVEN|||90001234^AGB",
            "PID|1||P" + id + "^^^GGZ-NOORD^PI~" + bsn + "^^^NLMINBIZA^NNNLD||" + family + "&&" + family
                    + "^Noor^^^^^L||19700517|F|||^^Eindhoven^^^NL^BA||06-00000000^PRN^CP",
            "OBX|1|NM|ZRM2017-01^Financien^99ZRM||2|{score}|||||F|||20260409",
            "PV1|1|I|HIC^3^1^GGZ-NOORD|U|||01234567^de Groot^A.^^^dr.^^^VEKTIS|||PSY||||7|||"
                    + "01234567^de Groot^A.^^^dr.^^^VEKTIS|IP|V" + id,
        };
    }

    /** The 11-proef. */
    private static boolean passes(int number) {
        int[] digits = Integer.toString(number).chars().map(c -> c - '0').toArray();
        int sum = -digits[8];
        for (int i = 0; i < 8; i++) {
            sum += (9 - i) * digits[i];
        }
        return sum % 11 == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CrashReferral that
                && controlId.equals(that.controlId)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return controlId.hashCode();
    }

    @Override
    public String toString() {
        return controlId;
    }
}
