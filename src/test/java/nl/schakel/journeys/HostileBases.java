package nl.schakel.journeys;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The good message of each door, about a client of its own each time, of which a case makes something hostile. */
final class HostileBases {
    /** No client of the demo is called so: where it turns up, personal data leaked. */
    static final String CANARY = "Kanarie";

    private static final Path MAPPINGS = Path.of("mappings");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Map<String, String> always;
    private int number;

    /** @param always what every case may name beside its own client */
    HostileBases(Map<String, String> always) {
        this.always = always;
    }

    /** What the next case may name. */
    synchronized Map<String, String> next() {
        number++;
        Map<String, String> known = new HashMap<>(always);
        known.put("id", "HOSTILE-" + number);
        known.put("number", Integer.toString(number));
        known.put("uuid", new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L | number).toString());
        known.put("bsn", Planting.bsn(number));
        known.put("family", CANARY + letters(number) + "stra");
        return known;
    }

    private static String letters(int number) {
        return "" + (char) ('a' + number / 676 % 26) + (char) ('a' + number / 26 % 26) + (char) ('a' + number % 26);
    }

    String good(String door, Map<String, String> known) throws IOException {
        return switch (door) {
            case "mllp" -> HostileText.latin(of(CrashDoor.MLLP, known));
            case "prison" -> HostileText.latin(of(CrashDoor.FILE, known));
            case "fhir" -> bundle(known);
            case "xml" -> xml(known);
            case "task" -> compact(always.get("accept"));
            case "json" ->
                compact(read("ddas/1.0/examples/11-in-whole-trajectory/input.ddas.json")
                        .replace("999900420", known.get("bsn")));
            case "notice" ->
                compact(read("zgw/1.5/examples/01-notification/input.zgw.json")
                        .replace("1b1a0000-0000-4000-8000-000000000001", known.get("uuid")));
            case "soap" -> soap(known);
            case "token" -> "grant_type=client_credentials";
            case "desk" -> desk(known);
            default -> "";
        };
    }

    private static byte[] of(CrashDoor door, Map<String, String> known) {
        return door.message(known.get("id"), known.get("family"), known.get("bsn"));
    }

    private static String bundle(Map<String, String> known) throws IOException {
        return compact(read("fhir/r4/examples/01-hospital-referral/input.json")
                .replace("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c001", known.get("uuid"))
                .replace("ZH-2026-0017", known.get("id"))
                .replace("999900523", known.get("bsn"))
                .replace("ZH-88120", "ZH-" + known.get("number"))
                .replace("Fatima TEST van den Berg", "Fatima " + known.get("family"))
                .replace("\"van den Berg\"", "\"" + known.get("family") + "\""));
    }

    private static String compact(String json) throws IOException {
        return HostileText.latin(JSON.writeValueAsBytes(JSON.readTree(HostileText.bytes(json))));
    }

    private static String xml(Map<String, String> known) throws IOException {
        FhirContext context = FhirContext.forR4Cached();
        String xml = context.newXmlParser()
                .encodeResourceToString(context.newJsonParser()
                        .parseResource(new String(HostileText.bytes(bundle(known)), StandardCharsets.UTF_8)));
        return HostileText.latin(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String soap(Map<String, String> known) throws IOException {
        String stuf = read("stuf-ggk/2.1/examples/01-di01-wmo301/input.xml")
                .replace("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011", known.get("uuid"));
        return "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                + stuf.replaceFirst("<\\?xml[^>]*\\?>\\s*", "").strip() + "</soap:Body></soap:Envelope>";
    }

    private static String desk(Map<String, String> known) throws IOException {
        return compact(read("toegang-intake/1.0/examples/01-json-briefadres/input.intake.json")
                .replace("T-2026-0101", known.get("id"))
                .replace("999900420", known.get("bsn"))
                .replace("\"Meer\"", "\"" + known.get("family") + "\""));
    }

    private static String read(String file) throws IOException {
        return HostileText.latin(Files.readAllBytes(MAPPINGS.resolve(file)));
    }
}
