package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.demo.Doors;
import nl.schakel.demo.MllpLine;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;

/** A ward that refers its clients and says what they want with their data, over MLLP. */
record Ward(DemoProcess demo) {
    private static final String FORM = "zrm-netwerk-opvang";
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final DateTimeFormatter HL7 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A demo partner with its certificate and its seal. */
    PartnerVoice voice(String partner) throws IOException {
        return PartnerVoice.of(
                        demo.home(),
                        new PartnerId(partner),
                        Doors.read(demo.home()).orElseThrow())
                .fold(voice -> voice, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private String mllp(String message) throws IOException {
        try (MllpLine line = voice("ggz-noord").mllp(false)) {
            return new String(
                    line.exchange(message.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
        }
    }

    /** The ward's referral of a client whom only this ward knows, by this number. */
    String referral(String client) throws IOException {
        String answer = mllp(request(client));
        assertThat(answer).contains("|AA|");
        return Held.reference(new DemoProcess.Ran(0, answer));
    }

    /** The same of a client whose whereabouts are protected, for whose sister somebody wrote this as her given name. */
    String protectedReferral(String client, String sister) throws IOException {
        String answer = mllp(request(client)
                .replace("^Els^^^^^L", "^" + sister + "^^^^^L")
                .replace("\rNK1|", "\rPD1||||||||||||Y|20260402\rNK1|"));
        assertThat(answer).contains("|AA|");
        return Held.reference(new DemoProcess.Ran(0, answer));
    }

    private static String request(String client) throws IOException {
        return Files.readString(
                        Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7"), StandardCharsets.ISO_8859_1)
                .replace("GGZ0000005", "R-" + NUMBER.incrementAndGet())
                .replace("REF-2026-00041", "REF-" + client)
                .replace("P100234^^^GGZ-NOORD^PI~999900420^^^NLMINBIZA^NNNLD", client + "^^^GGZ-NOORD^PI");
    }

    /** ADT^A31 with CON: the word of this client on the form for scores and network. */
    String consent(String client, String word) throws IOException {
        String now = LocalDateTime.now(ZONE).minusMinutes(1).format(HL7);
        return mllp("MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|" + now + "||ADT^A31^ADT_A05|" + next()
                + "|P|2.5|||AL|NE|NLD|8859/1\r"
                + "EVN|A31|" + now + "\r"
                + "PID|1||" + client + "^^^GGZ-NOORD^PI||Test^Test||19840517|M\r"
                + "PV1|1|N\r"
                + "CON|1|" + FORM + "^Formulier^99SCHAKEL|||||||||" + word + "||" + now + "\r");
    }

    /**
     * ADT^A40: the number in MRG-1 is the client of the number in PID-3.
     *
     * @param ends with whoever issued it: {@code 123^^^GGZ-NOORD^PI}
     */
    String merge(String stays, String ends) throws IOException {
        String now = LocalDateTime.now(ZONE).format(HL7);
        return mllp("MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|" + now + "||ADT^A40^ADT_A39|" + next()
                + "|P|2.5|||AL|NE|NLD|8859/1\r"
                + "EVN|A40|" + now + "\r"
                + "PID|1||" + stays + "^^^GGZ-NOORD^PI||Test^Test||19840517|M\r"
                + "MRG|" + ends + "\r");
    }

    private String next() {
        return demo.home().getFileName() + "-" + NUMBER.incrementAndGet();
    }
}
