package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a referral after it went: a client moves, hides, and the ward takes the referral back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AmendmentJourneyIT {
    private static final Path REFERRAL = Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    private static final Duration SOON = Duration.ofSeconds(60);
    /** What was claimed when the gateway was killed waits for the end of its lease, 25 s. */
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(90);

    private static final String ADDRESS = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String MOVED = "Kerkstraat&Kerkstraat&3^^Helmond^^5701AA^NL^H";
    private static final String HIDDEN = "Lindelaan&Lindelaan&8^^Venlo^^5911AA^NL^H";

    @TempDir
    static Path folder;

    private static final Map<String, String> PORTS = DemoProcess.freePorts();
    private static DemoProcess demo;
    private static int number;

    @BeforeAll
    static void start() {
        demo = DemoProcess.at(folder.resolve("home"), PORTS).start();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @Order(1)
    void aChangedAddressReachesTheShelterOnce() throws IOException {
        String referral = Files.readString(REFERRAL, StandardCharsets.ISO_8859_1);
        assertThat(send(referral.replace("^^Eindhoven^^^NL^BA", ADDRESS)).output())
                .contains("AA");
        await().atMost(SOON).until(() -> shelterHolds("5660AA"));
        assertThat(update(MOVED, "").output()).contains("AA");
        await().atMost(SOON).until(() -> shelterHolds("5701AA"));
    }

    @Test
    @Order(2)
    void aReferralOfAnUnknownNumberIsRefusedWithItsPlace() throws IOException {
        DemoProcess.Ran refused = send(message(
                "REF^I13^REF_I12", "RF1|P|A|CTI^Critical Time Intervention^99GW|||REF-NIETS|20260410\r", MOVED, ""));
        assertThat(refused.output()).contains("AE", "SCH-4008", "RF1-6");
    }

    @Test
    @Order(3)
    void aFlagThatWasAcceptedOutlivesAPowerCut() throws IOException, InterruptedException {
        assertThat(update(MOVED, "PD1||||||||||||Y|20260402\r").output()).contains("AA");
        demo.kill();
        demo = DemoProcess.at(folder.resolve("home"), PORTS).start();
        await().atMost(AFTER_A_KILL).until(() -> shelterHolds("no-longer-permitted"));
        assertThat(update(HIDDEN, "").output()).contains("AA");
    }

    @Test
    @Order(4)
    void aWithdrawnReferralIsToldAndTheHiddenAddressWentNowhere() throws IOException {
        DemoProcess.Ran withdrawn = send(message(
                "REF^I14^REF_I12",
                "RF1|E^Expired^HL70283|A|CTI^Critical Time Intervention^99GW|||REF-2026-00041|20260410\r",
                MOVED,
                ""));
        assertThat(withdrawn.output()).contains("AA");
        await().atMost(SOON).until(() -> shelterHolds("cancelled"));
        for (String partner : List.of("opvang-demo", "schuldhulp-demo", "toegang-eindhoven")) {
            assertThat(received(partner)).noneMatch(text -> text.contains("5911AA") || text.contains("Lindelaan"));
        }
    }

    private static DemoProcess.Ran update(String address, String flag) throws IOException {
        return send(message("ADT^A08^ADT_A01", "", address, flag));
    }

    private static String message(String kind, String before, String address, String flag) {
        return "MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|20260411090000+0200||" + kind + "|JOURNEY" + ++number
                + "|P|2.5|||AL|NE|NLD|8859/1\r"
                + (before.isEmpty() ? "EVN|A08|20260411090000\r" : before)
                + "PID|1||P100234^^^GGZ-NOORD^PI~999900420^^^NLMINBIZA^NNNLD||van der Meer&van der&Meer^Johan^P^^^^L||"
                + "19840517|M|||" + address + "||06-12345678^PRN^CP\r" + flag + "PV1|1|N\r";
    }

    private static DemoProcess.Ran send(String text) throws IOException {
        Path file = folder.resolve("message" + ++number + ".hl7");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        return demo.run("send", file.toString(), "--as", "ggz-noord");
    }

    private static boolean shelterHolds(String word) throws IOException {
        return received("opvang-demo").stream().anyMatch(text -> text.contains(word));
    }

    private static List<String> received(String partner) throws IOException {
        Path folder = demo.home().resolve("received").resolve(partner);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(AmendmentJourneyIT::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
