package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A municipality that is asked by a case in its own system, with the circle of docs/how-to/connect-zgw.md. */
class CaseJourneyIT {
    private static final Path EXAMPLE = Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json");

    @TempDir
    static Path folder;

    @Test
    void aHospitalsReferralBecomesACaseWithItsClientAndLetterAndNoSecondReferral() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes().toString());
        try (DemoProcess demo = DemoProcess.at(folder.resolve("home"), settings).start()) {
            Held held = new Held(demo);
            DemoProcess.Ran sent = demo.run("send", referral().toString(), "--as", "ziekenhuis-demo");
            assertThat(sent.exit()).as(sent.output()).isZero();
            String reference = Held.reference(sent);

            String zaak = held.one("gemeente-demo", "identificatie\":\"" + reference, "zaaktypen");
            assertThat(zaak).contains("kenmerk").doesNotContain("999900523", "Fatima");
            assertThat(held.one("gemeente-demo", "natuurlijk_persoon", "999900523"))
                    .doesNotContain("F20");
            String document = held.one("gemeente-demo", "inhoud", "Overdracht-" + reference);
            assertThat(document).doesNotContain("999900523", "Fatima");
            String link = held.one("gemeente-demo", "informatieobject\"", "zaken.gemeente-demo.example");
            Matcher id = Pattern.compile("/zaken/([0-9a-f-]{36})").matcher(link);
            assertThat(id.find()).isTrue();
            await().atMost(SOON).until(() -> held.trace(reference).contains("delivered"));
            assertThat(held.trace(reference)).contains("zgw/1.5/overdracht").doesNotContain("Fatima", "999900523");

            // The municipality's system tells of the case that was made: no second referral comes of it.
            DemoProcess.Ran told = demo.run("send", notification(id.group(1)).toString(), "--as", "gemeente-demo");
            assertThat(told.output()).contains("HTTP 202");
            await().atMost(SOON).until(() -> held.trace(reference).contains("NOTE read by zgw/1.5/zaak-in"));
            assertThat(held.with("gemeente-demo", "zaaktypen", "kenmerk")).hasSize(1);
            assertThat(held.log()).doesNotContain("999900523", "Fatima", "SCH-7999");
        }
    }

    /** The demo's routes, with that circle in place of the one that asks in iWmo. */
    private static Path routes() throws IOException {
        Path from = Path.of("routes");
        Path to = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        List<String> lines = Files.readAllLines(Path.of("docs/how-to/connect-zgw.md"));
        int begin = lines.indexOf("```yaml");
        int end = begin + lines.subList(begin, lines.size()).indexOf("```");
        Files.delete(to.resolve("circles/wmo-toewijzing.yaml"));
        Files.write(to.resolve("circles/wmo-melding.yaml"), lines.subList(begin + 1, end));
        return to;
    }

    private static Path referral() throws IOException {
        String text = Files.readString(EXAMPLE)
                .replace("\"value\": \"00000099000000004000\"", "\"value\": \"00000099000000008000\"");
        return Files.writeString(folder.resolve("referral.json"), text);
    }

    private static Path notification(String id) throws IOException {
        String address = "https://zaken.gemeente-demo.example/zaken/api/v1/zaken/" + id;
        return Files.writeString(
                folder.resolve("notification.json"),
                "{\"kanaal\":\"zaken\",\"hoofdObject\":\"" + address + "\",\"resource\":\"zaak\",\"resourceUrl\":\""
                        + address
                        + "\",\"actie\":\"create\",\"aanmaakdatum\":\"2026-04-20T08:15:00Z\",\"kenmerken\":{}}");
    }
}
