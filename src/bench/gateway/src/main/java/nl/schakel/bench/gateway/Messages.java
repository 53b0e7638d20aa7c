package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import nl.schakel.referral.Bsn;

/** Synthetic referrals, by number: about 10 kB of FHIR, or a REF^I12. The same client has the same number and name. */
final class Messages {
    /** The test range 9999xxxxx, as far as the 11-proef comes out. */
    private static final int[] TEST_NUMBERS = IntStream.range(999_900_000, 1_000_000_000)
            .filter(number -> Bsn.of(Integer.toString(number)).isPresent())
            .toArray();

    private final String template;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    Messages(Path root) throws IOException {
        template = Files.readString(root.resolve("mappings/fhir/r4/examples/10-transaction/input.json"));
    }

    private static String client(int number) {
        return Integer.toString(TEST_NUMBERS[number % TEST_NUMBERS.length]);
    }

    private static String family(int number) {
        char[] letters = {'a', 'a', 'a'};
        for (int i = 2, rest = number % TEST_NUMBERS.length; i >= 0; i--, rest /= 26) {
            letters[i] += (char) (rest % 26);
        }
        return "Proef" + new String(letters) + "stra";
    }

    private String id(int number) {
        return "BENCH-" + run + "-" + number;
    }

    byte[] fhir(int number) {
        String text = template;
        for (Map.Entry<String, String> one : Map.of(
                        "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c010",
                        UUID.nameUUIDFromBytes(id(number).getBytes(StandardCharsets.US_ASCII))
                                .toString(),
                        "ZH-2026-0017",
                        id(number),
                        "999900523",
                        client(number),
                        "ZH-88120",
                        "ZH-" + client(number),
                        "Fatima TEST van den Berg",
                        "Fatima " + family(number),
                        "\"van den Berg\"",
                        "\"" + family(number) + "\"",
                        "\"valueString\": \"Berg\"",
                        "\"valueString\": \"" + family(number) + "\"")
                .entrySet()) {
            text = text.replace(one.getKey(), one.getValue());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] hl7(int number) {
        String family = family(number);
        return (String.join(
                                "\r",
                                "MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|20260410130000+0200||REF^I12^REF_I12|"
                                        + id(number) + "|P|2.5|||AL|NE|NLD|8859/1",
                                "RF1|P^Pending^HL70283|A^ASAP^HL70280|CTI^Critical Time Intervention^99GW|||REF-"
                                        + id(number) + "|20260410|20260710||O^Ontslag zonder woning^99GW",
                                "PRD|RP^Referring Provider^HL70286|de Groot^A.^^^dr.||HIC^3^1^GGZ-NOORD|||01234567^VEKTIS",
                                "PRD|RT^Referred to Provider^HL70286|Toegang||MO-EINDHOVEN|||90001234^AGB",
                                "PID|1||P" + client(number) + "^^^GGZ-NOORD^PI~" + client(number)
                                        + "^^^NLMINBIZA^NNNLD||" + family + "&&" + family
                                        + "^Noor^^^^^L||19700517|F|||^^Eindhoven^^^NL^BA||06-00000000^PRN^CP",
                                "OBX|1|NM|ZRM2017-01^Financien^99ZRM||2|{score}|||||F|||20260409",
                                "PV1|1|I|HIC^3^1^GGZ-NOORD|U|||01234567^de Groot^A.^^^dr.^^^VEKTIS|||PSY||||7|||"
                                        + "01234567^de Groot^A.^^^dr.^^^VEKTIS|IP|V" + id(number))
                        + "\r")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
