package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every field of every referral holds a word that stands nowhere else. Afterwards no such word is in logs, metrics, the
 * broker's journal, file names or answers, and with the receivers only where it may be.
 */
@Guards(Threat.T19)
class CanaryIT {
    private static final int REFERRALS = Integer.getInteger("schakel.canaries", 200);
    private static final Path WARD = Path.of("mappings/hl7v2-nl/2.5/examples/05-secret-address/input.hl7");
    private static final Pattern CANARY = Pattern.compile("KAN[A-Z]{3}\\d{5}X");

    /** What a field is called in a canary, and whether a receiver may hold it: of an open client, of a protected one. */
    private enum Field {
        NAM("surname", true, true),
        STR("street", true, false),
        TWN("town", true, false),
        TEL("telephone", true, false),
        BED("bed", false, false),
        DOC("doctor", true, false),
        REL("relation", true, true),
        DIA("diagnosis", false, false),
        NTE("note", false, false),
        BAD("refused", false, false);

        private final String what;
        private final boolean open;
        private final boolean hidden;

        Field(String what, boolean open, boolean hidden) {
            this.what = what;
            this.open = open;
            this.hidden = hidden;
        }

        String of(int number) {
            return "KAN" + name() + String.format(java.util.Locale.ROOT, "%05dX", number);
        }
    }

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static final List<String> ANSWERS = new ArrayList<>();

    @BeforeAll
    static void sendsThemAll() throws IOException {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        String ward = Files.readString(WARD, StandardCharsets.ISO_8859_1).replaceAll("\\r?\\n", "\r");
        try (Socket line = new Socket("localhost", demo.port("mllp"))) {
            line.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(line.getInputStream());
            for (int number = 1; number <= REFERRALS; number++) {
                ANSWERS.add(exchange(line, in, message(ward, number, number % 2 == 0)));
                ANSWERS.add(exchange(line, in, refused(ward, number)));
            }
        }
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    String status = demo.run("status", "--output", "json").output();
                    return status.matches("(?s).*\"open\"\\s*:\\s*0\\b.*\"sending\"\\s*:\\s*0\\b.*");
                });
    }

    @AfterAll
    static void stops() throws InterruptedException {
        demo.stop();
    }

    private static byte[] message(String ward, int number, boolean hidden) {
        return ward.replace("GGZ0000105", "CAN" + number)
                .replace("REF-2026-00105", "CANREF" + number)
                .replace("999900420", bsn(number))
                .replace("P100234", "P9" + number)
                .replace("van der Meer&van der&Meer^Johan", Field.NAM.of(number) + "^Johan")
                .replace(
                        "||^^Eindhoven^^^NL^BA||",
                        "||" + Field.STR.of(number) + " 12&" + Field.STR.of(number) + "&12^^" + Field.TWN.of(number)
                                + "^^5613AB^NL^H||")
                .replace("06-12345678", Field.TEL.of(number))
                .replace("HIC^3^1^GGZ-NOORD|U", Field.BED.of(number) + "^3^1^GGZ-NOORD|U")
                .replace("de Groot", Field.DOC.of(number))
                .replace("van der Meer&van der&Meer^Els", Field.REL.of(number) + "^Els")
                .replace("Paranoide schizofrenie", Field.DIA.of(number))
                .replace("Client stemt in", Field.NTE.of(number) + " stemt in")
                .replace("PD1||||||||||||Y|", hidden ? "PD1||||||||||||Y|" : "PD1||||||||||||N|")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A birth date that is none, at a place that an answer names. */
    private static byte[] refused(String ward, int number) {
        return ward.replace("GGZ0000105", "BAD" + number)
                .replace("|19840517|", "|" + Field.BAD.of(number) + "|")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Everybody has a number of his own: who shared one would wait behind what is parked for the other. */
    private static String bsn(int number) {
        int left = number;
        for (int tail = 0; ; tail++) {
            String digits = "9999" + String.format(java.util.Locale.ROOT, "%05d", tail);
            if (nl.schakel.referral.Bsn.of(digits).isPresent() && --left == 0) {
                return digits;
            }
        }
    }

    private static String exchange(Socket line, InputStream in, byte[] message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x0B);
        frame.write(message);
        frame.write(0x1C);
        frame.write('\r');
        line.getOutputStream().write(frame.toByteArray());
        line.getOutputStream().flush();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int b = in.read(); b != 0x1C; b = in.read()) {
            if (b < 0) {
                throw new IOException("the line ended");
            }
            answer.write(b);
        }
        assertThat(in.read()).isEqualTo('\r');
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyReferralWasTakenAndEveryBrokenOneRefusedWithoutAnEcho() {
        assertThat(ANSWERS).hasSize(2 * REFERRALS);
        assertThat(ANSWERS.stream().filter(answer -> answer.contains("MSA|AA"))).hasSize(REFERRALS);
        for (String partner : List.of("opvang-demo", "ggz-noord", "schuldhulp-demo", "toegang-eindhoven")) {
            for (int since = 1; since < 2 * REFERRALS; since += 100) {
                DemoProcess.Ran listed =
                        demo.run("events", "--as", partner, "--since", Integer.toString(since), "--output", "json");
                assertThat(listed.exit()).as(listed.output()).isZero();
                ANSWERS.add(listed.output());
            }
        }
        assertThat(ANSWERS).anyMatch(answer -> answer.contains("notification-event"));
        assertThat(ANSWERS)
                .allSatisfy(answer ->
                        assertThat(CANARY.matcher(answer).find()).as(answer).isFalse());
    }

    @Test
    void noCanaryIsInLogsBrokerFileNamesMetricsOrWhatTheProcessSaid() throws IOException, InterruptedException {
        int looked = 0;
        for (String kept : List.of("log", "broker", "run", "config")) {
            for (Path file : LiveFolder.files(demo.home().resolve(kept))) {
                looked++;
                silent(LiveFolder.text(file), file.toString());
            }
        }
        LiveFolder.files(demo.home()).forEach(file -> silent(file.toString(), "a file's name"));
        silent(demo.output(), "the process");
        silent(metrics(), "metrics");
        silent(demo.run("status").output(), "status");
        String reference = reference();
        silent(demo.run("trace", reference).output(), "trace");
        System.out.println("CanaryIT " + REFERRALS + " referrals, " + looked + " files of ours looked through, 0 hits");
    }

    @Test
    void receiversHoldOnlyWhatTheyMay() throws IOException {
        Map<Field, Integer> seen = new HashMap<>();
        int documents = 0;
        for (String receiver : List.of("toegang-eindhoven", "opvang-demo", "schuldhulp-demo")) {
            try (Stream<Path> files = Files.list(demo.home().resolve("received").resolve(receiver))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    documents++;
                    Matcher found = CANARY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                    while (found.find()) {
                        Field field = Field.valueOf(found.group().substring(3, 6));
                        boolean hidden = Integer.parseInt(found.group().substring(6, 11)) % 2 == 0;
                        seen.merge(field, 1, Integer::sum);
                        assertThat(hidden ? field.hidden : field.open)
                                .as(field.what + " of " + (hidden ? "a protected" : "an open") + " client at "
                                        + receiver)
                                .isTrue();
                    }
                }
            }
        }
        System.out.println("CanaryIT " + documents + " files with receivers, canaries where they may be: " + seen);
        assertThat(documents).isGreaterThan(REFERRALS);
        assertThat(seen).containsKeys(Field.NAM, Field.STR);
    }

    private static String reference() {
        Matcher matcher = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]").matcher(ANSWERS.get(2));
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static void silent(String text, String where) {
        Matcher found = CANARY.matcher(text);
        assertThat(found.find()).as(() -> found.group() + " in " + where).isFalse();
    }

    private static String metrics() throws IOException, InterruptedException {
        URI door = URI.create("http://localhost:" + demo.port("management") + "/actuator/prometheus");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(door).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
