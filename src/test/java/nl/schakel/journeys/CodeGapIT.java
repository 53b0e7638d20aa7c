package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A ward uses a code nobody knows: the referral waits, somebody adds the code, and the referral goes its way; a repeat is answered the same. */
class CodeGapIT {
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aReferralWithAnUnknownCodeWaitsUntilTheCodeIsAdded() throws Exception {
        Path mappings = folder.resolve("mappings");
        FileSystemUtils.copyRecursively(Path.of("mappings"), mappings);
        Map<String, String> settings = DemoProcess.freePorts();
        settings.put("schakel.mappings", mappings.toString());
        try (DemoProcess demo = DemoProcess.at(folder.resolve("home"), settings).start()) {
            assertThat(demo.run("codes").output()).contains("No message waits for a code.");

            DemoProcess.Ran sent = demo.run("send", odd().toString(), "--as", "ggz-noord");
            assertThat(sent.output()).contains("AA");
            String reference = reference(sent.output());

            await().atMost(SOON).until(() -> demo.run("codes").output().contains("priority"));
            assertThat(demo.run("codes").output()).contains("Q", "RF1-2.1");
            assertThat(demo.run("trace", reference).output()).contains("SCH-2004", "RF1-2.1", "hl7v2-nl/2.5/ref-i12@");
            assertThat(delivered()).isZero();

            Path table = mappings.resolve("codes/priority.csv");
            String known = Files.readString(table);
            Files.writeString(table, known + "Q,urgent\n");
            DemoProcess.Ran broken = demo.run("map", "activate");
            assertThat(broken.exit()).isEqualTo(1);
            assertThat(broken.output()).contains("priority.csv");
            assertThat(delivered()).isZero();

            Files.writeString(table, known + "Q,urgent,Snel,inexact,\n");
            DemoProcess.Ran activated = demo.run("map", "activate");
            assertThat(activated.exit()).as(activated.output()).isZero();
            assertThat(activated.output()).contains("hl7v2-nl/2.5/ref-i12@", "1 items that waited for a code go on.");

            await().atMost(SOON).until(() -> delivered() == 3);
            assertThat(demo.run("codes").output()).contains("No message waits for a code.");
            assertThat(demo.run("map", "activate").output()).contains("Nothing had changed");

            Path mapping = mappings.resolve("hl7v2-nl/2.5/ref-i12.yaml");
            Files.writeString(mapping, Files.readString(mapping).replace("kinds: [REF^I12]", "kinds: [REF^I99]"));
            assertThat(demo.run("map", "activate").exit()).isZero();
            DemoProcess.Ran again = demo.run("send", odd().toString(), "--as", "ggz-noord");
            assertThat(again.output())
                    .as("what was accepted once is answered the same, though no mapping reads it any more")
                    .contains("AA", reference);
        }
    }

    private Path odd() throws IOException {
        String message = Files.readString(
                Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7"), StandardCharsets.ISO_8859_1);
        return Files.writeString(
                folder.resolve("odd.hl7"), message.replace("A^ASAP", "Q^Quick"), StandardCharsets.ISO_8859_1);
    }

    /** How many of the three receivers have the referral. */
    private long delivered() throws IOException {
        long all = 0;
        for (String partner : new String[] {"toegang-eindhoven", "opvang-demo", "schuldhulp-demo"}) {
            Path received = folder.resolve("home/received").resolve(partner);
            try (Stream<Path> files = Files.list(received)) {
                all += files.anyMatch(file -> file.toString().endsWith(".json")) ? 1 : 0;
            }
        }
        return all;
    }

    private static String reference(String output) {
        Matcher matcher = REFERENCE.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group();
    }
}
