package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the stand-ins of a demo hold, and what they have ready to answer. */
record Held(DemoProcess demo) {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final Pattern PAYLOAD = Pattern.compile("xmlBestand>([A-Za-z0-9+/=\\s]+)<");

    static String reference(DemoProcess.Ran ran) {
        Matcher matcher = REFERENCE.matcher(ran.output());
        if (!matcher.find()) {
            throw new AssertionError(ran.output());
        }
        return matcher.group();
    }

    /** The texts a partner holds, in which all these words stand; what is packed inside a StUF envelope is unpacked. */
    List<String> with(String partner, String... words) {
        try (Stream<Path> files = Files.list(demo.home().resolve("received").resolve(partner))) {
            return files.filter(file -> file.toString().matches(".*(?<!headers)\\.(json|hl7|xml)"))
                    .map(Held::unpacked)
                    .filter(text -> Stream.of(words).allMatch(text::contains))
                    .toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** Waits until there is one. */
    String one(String partner, String... words) {
        await().atMost(SOON).until(() -> !with(partner, words).isEmpty());
        return with(partner, words).get(0);
    }

    /** Sends what a partner has ready for a referral, such as {@code start.xml}. */
    DemoProcess.Ran answers(String partner, String reference, String answer) {
        Path file = demo.home().resolve("answers").resolve(partner).resolve(reference + "-" + answer);
        await().atMost(SOON).until(() -> Files.exists(file));
        return demo.run("send", file.toString(), "--as", partner);
    }

    String trace(String reference) {
        return demo.run("trace", reference).output();
    }

    /** Everything the gateway logged. */
    String log() {
        return LiveFolder.log(demo.home());
    }

    static String unpacked(Path file) {
        String text = LiveFolder.text(file);
        Matcher payload = PAYLOAD.matcher(text);
        return payload.find()
                ? text + new String(Base64.getMimeDecoder().decode(payload.group(1)), StandardCharsets.UTF_8)
                : text;
    }
}
