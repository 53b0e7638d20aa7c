package nl.schakel.journeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import nl.schakel.enclosure.SampleFiles;
import nl.schakel.referral.Bsn;

/**
 * Messages about clients whose whereabouts are protected, each with an address of its own in a place where people and
 * systems put one, and how they are handed in.
 */
final class Planting {
    private static final Path MAPPINGS = Path.of("mappings");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUEST = "urn:uuid:6f1c2a10-0000-4000-8000-0000000000aa";

    private final List<Plant> plants = new ArrayList<>();

    /** Hands in at a door of the running gateway and returns everything that came back, headers too. */
    interface Send {
        String through(PlantedDoors doors) throws Exception;
    }

    /**
     * One planted address.
     *
     * @param named whether it is an id of the sender's own, which the protocol makes every word to that sender repeat
     */
    record Plant(Marker marker, String door, String how, boolean named, Send send) {
        @Override
        public String toString() {
            return marker.number() + " " + door + ": " + how;
        }
    }

    static List<Plant> all() {
        Planting planting = new Planting();
        planting.ward();
        planting.hospital();
        planting.requests();
        planting.desk();
        planting.prison();
        planting.municipality();
        planting.debtRelief();
        return planting.plants;
    }

    private void plant(String door, String how, boolean named, Function<Marker, Send> send) {
        Marker marker = new Marker(plants.size() + 1);
        plants.add(new Plant(marker, door, how, named, send.apply(marker)));
    }

    /** Everybody has a number of his own: who shared one would wait behind what is parked for the other. */
    static String bsn(int number) {
        int left = number;
        for (int tail = 20_000; ; tail++) {
            String digits = "9999" + String.format(Locale.ROOT, "%05d", tail);
            if (Bsn.of(digits).isPresent() && --left == 0) {
                return digits;
            }
        }
    }

    static String read(String file) {
        try {
            return Files.readString(MAPPINGS.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }

    // ---- HL7 v2 over MLLP: what goes on, what is refused with ERR, what waits for a code

    private void ward() {
        note("plain", Marker::line);
        note("spaced", Marker::spaced);
        note("postcode spoken", Marker::postcodeSpoken);
        note("tags", m -> m.html().replace("&", "\\T\\"));
        note("Base64", Marker::base64);
        note("HL7 escapes", m -> "\\X5A\\" + m.line().substring(1));
        ward(
                "over two notes",
                false,
                (w, m) -> w + "NTE|2|P|woont " + m.street().substring(0, 9) + "\rNTE|3|P|"
                        + m.street().substring(9) + " 12\r");
        ward("RF1-10 text", false, (w, m) -> w.replace("Ontslag zonder woning", "nu op " + m.line()));
        ward("PV1-3 the bed", false, (w, m) -> w.replace("HIC^3^1", m.street() + "^3^1"));
        ward("PV1-39 the house", false, (w, m) -> w.replace("|GGZ-NOORD||A|", "|" + m.street() + "||A|"));
        ward("NK1-4", false, (w, m) -> w.replace("Zus^HL70063||", "Zus^HL70063|" + m.line() + "^^Deurne^^5751AA|"));
        ward("NK1-2 a name", false, (w, m) -> w.replace("^Els^^^^^L", "^Els " + m.line() + "^^^^^L"));
        ward("DG1-3 text", false, (w, m) -> w.replace("Paranoide schizofrenie", "ligt op " + m.line()));
        ward("PRD-2 the performer", false, (w, m) -> w.replace("de Groot^A.^^^dr.||HIC", m.line() + "^A.^^^dr.||HIC"));
        ward("PRD-4 the performer's place", false, (w, m) -> w.replace("dr.||HIC", "dr.||" + m.street()));
        ward(
                "MSH-10, which MSA-2 repeats",
                true,
                (w, m) -> w.replace("|PL" + m.number() + "|", "|" + m.street() + "|"));
        ward("RF1-6, the ward's own number", true, (w, m) -> w.replace("REF-PL" + m.number(), m.street()));
        ward(
                "PID-3 the number of the clinic",
                true,
                (w, m) -> w.replace("PI" + m.number() + "^^^", m.street() + "^^^"));
        ward("RF1-2, a code that nobody knows", false, (w, m) -> w.replace("A^ASAP", m.street() + "^ASAP"));
        ward(
                "OBX-11, a code that nobody knows",
                false,
                (w, m) -> w.replaceFirst("\\|\\|F\\|", "||" + m.street() + "|"));
        ward("PID-7 refused", false, (w, m) -> w.replace("|19840517|", "|" + m.line() + "|"));
        ward("PID-8 refused", false, (w, m) -> w.replace("|19840517|M|", "|19840517|" + m.street() + "|"));
        ward("PID-3 a BSN that is none", false, (w, m) -> w.replace(bsn(m.number()), m.street()));
        ward("MSH-9 refused", false, (w, m) -> w.replace("REF^I12^REF_I12", "REF^" + m.street()));
        ward(
                "MSH-4 refused, which MSH-6 repeats",
                true,
                (w, m) -> w.replace("|GGZ-NOORD|OVERDRACHT", "|" + m.street() + "|OVERDRACHT"));
        ward("MSH-18 refused", false, (w, m) -> w.replace("8859/1", m.street()));
        ward("MSH-12 refused", false, (w, m) -> w.replace("|P|2.5|", "|P|" + m.street() + "|"));
        ward("the name of a segment", false, (w, m) -> w + m.street() + "|1|x\r");
        ward("a segment of the ward's own", false, (w, m) -> w + "ZAD|1|" + m.line() + "|" + m.postcode() + "\r");
    }

    private void note(String how, Function<Marker, String> text) {
        ward("NTE-3 " + how, false, (ward, marker) -> ward + "NTE|2|P|woont op " + text.apply(marker) + "\r");
    }

    private void ward(String how, boolean named, BiFunction<String, Marker, String> change) {
        plant("MLLP", how, named, marker -> doors -> doors.mllp(change.apply(ward(marker, true), marker)));
    }

    /** A ward's referral of a client who lives at this marker. */
    static String ward(Marker marker, boolean hidden) {
        int number = marker.number();
        return read("hl7v2-nl/2.5/examples/05-secret-address/input.hl7")
                .replaceAll("\\r?\\n", "\r")
                .replace("GGZ0000105", "PL" + number)
                .replace("REF-2026-00105", "REF-PL" + number)
                .replace("999900420", bsn(number))
                .replace("P100234", "PI" + number)
                .replace("PD1||||||||||||Y|", hidden ? "PD1||||||||||||Y|" : "PD1||||||||||||N|")
                .replace(
                        "||^^Eindhoven^^^NL^BA||",
                        "||" + marker.line() + "&" + marker.street() + "&12^^Eindhoven^^" + marker.postcode()
                                + "^NL^H||");
    }

    // ---- FHIR over mutual TLS

    private void hospital() {
        text("look-alikes", Marker::lookalike);
        text("narrative in a text", Marker::html);
        text("a file's name in Base64", m -> "bijlage " + m.base64());
        text("postcode with zero width", m -> String.join("\u200b", m.postcode().split("")));
        hospital(
                "narrative",
                (b, m) ->
                        patient(b).putObject("text").put("status", "generated").put("div", m.html()));
        hospital(
                "requester's display",
                (b, m) -> at(b, "/entry/2/resource/requester").put("display", m.line()));
        hospital(
                "performer's display",
                (b, m) -> at(b, "/entry/2/resource")
                        .putArray("performer")
                        .addObject()
                        .put("display", m.line()));
        hospital(
                "the source's endpoint",
                (b, m) -> at(b, "/entry/0/resource/source")
                        .put("endpoint", "https://" + m.street().toLowerCase(Locale.ROOT) + ".example/fhir"));
        hospital(
                "a code's display",
                (b, m) -> at(b, "/entry/2/resource/reasonCode/0/coding/0").put("display", m.line()));
        hospital(
                "a code that nobody knows", (b, m) -> at(b, "/entry/2/resource").put("priority", m.street()));
        hospital(
                "where an identifier is from",
                (b, m) -> at(b, "/entry/3/resource/identifier/1")
                        .put("system", "https://" + m.street() + ".example/patient"));
        hospital(
                "the general practitioner",
                (b, m) -> patient(b)
                        .putArray("generalPractitioner")
                        .addObject()
                        .put("display", "Praktijk " + m.street()));
        hospital(
                "an extension",
                (b, m) -> patient(b)
                        .putArray("extension")
                        .addObject()
                        .put("url", "https://" + m.street() + ".example/ext")
                        .put("valueString", m.line()));
        hospital(
                "meta.source",
                (b, m) -> at(b, "/entry/3/resource/meta").put("source", "https://" + m.street() + ".example"));
        letter("the title of a letter", (m) -> m.street() + "-12.pdf", m -> SampleFiles.pdf("", "Ontslagbrief"));
        letter("the title in Base64", Marker::base64, m -> SampleFiles.pdf("", "Ontslagbrief"));
        letter("a letter's words", m -> "brief.pdf", m -> SampleFiles.pdf("", "Verblijft op", m.line()));
        letter("a letter's author", m -> "brief.pdf", m -> SampleFiles.pdf(m.line(), "Ontslagbrief"));
        letter("a remark in a letter", m -> "brief.pdf", m -> SampleFiles.pdfWithRemark(m.line(), "Ontslagbrief"));
        letter("a Word file's author", m -> "brief.docx", m -> SampleFiles.docx(m.line(), "Ontslagbrief"));
        hospital("a date that is none", (b, m) -> patient(b).put("birthDate", m.line()));
        hospital("a type that is none", (b, m) -> patient(b).put("resourceType", m.street()));
        hospital("a member that is none", (b, m) -> patient(b).put(m.street(), m.line()));
        fhir("a member that stands twice", false, m -> doors -> {
            String bundle = new String(bundle((b, n) -> {}, m), StandardCharsets.UTF_8);
            return doors.process(bundle.replaceFirst(
                    "\\{", "{\"" + m.street() + "\":1,\"" + m.street() + "\":\"" + m.line() + "\","));
        });
        fhir("no JSON at all", false, m -> doors -> doors.process(m.line()));
        fhir(
                "the Bundle's own number",
                true,
                m -> doors -> doors.process(new String(
                        bundle((b, n) -> ((ObjectNode) b.path("identifier")).put("value", n.street()), m),
                        StandardCharsets.UTF_8)));
    }

    private void text(String how, Function<Marker, String> text) {
        hospital(
                "Condition.code.text, " + how,
                (bundle, marker) -> at(bundle, "/entry/6/resource/code").put("text", "woont op " + text.apply(marker)));
    }

    private void letter(String how, Function<Marker, String> title, Function<Marker, byte[]> data) {
        hospital(how, (bundle, marker) -> {
            ObjectNode letter = ((ArrayNode) bundle.at("/entry"))
                    .addObject()
                    .put("fullUrl", REQUEST)
                    .putObject("resource");
            letter.put("resourceType", "DocumentReference").put("status", "current");
            letter.putObject("subject").put("reference", "urn:uuid:6f1c2a10-0000-4000-8000-000000000004");
            letter.putArray("content")
                    .addObject()
                    .putObject("attachment")
                    .put("contentType", "application/pdf")
                    .put("title", title.apply(marker))
                    .put("data", Base64.getEncoder().encodeToString(data.apply(marker)));
        });
    }

    private void hospital(String how, BiConsumer<ObjectNode, Marker> change) {
        fhir(how, false, marker -> doors -> doors.process(new String(bundle(change, marker), StandardCharsets.UTF_8)));
    }

    private void fhir(String how, boolean named, Function<Marker, Send> send) {
        plant("FHIR", how, named, send);
    }

    private static ObjectNode at(ObjectNode bundle, String pointer) {
        return (ObjectNode) bundle.at(pointer);
    }

    private static ObjectNode patient(ObjectNode bundle) {
        return at(bundle, "/entry/3/resource");
    }

    static byte[] bundle(BiConsumer<ObjectNode, Marker> change, Marker marker) throws IOException {
        String sample = Files.readString(MAPPINGS.resolve("fhir/r4/examples/02-secret-address/input.json"));
        ObjectNode bundle = (ObjectNode) JSON.readTree(sample);
        ((ObjectNode) bundle.path("identifier")).put("value", "PLANT-" + marker.number());
        at(bundle, "/entry/3/resource/identifier/0").put("value", bsn(marker.number()));
        at(bundle, "/entry/3/resource/identifier/1").put("value", "PZ" + marker.number());
        ObjectNode address = at(bundle, "/entry/3/resource/address/0");
        address.putArray("line").add(marker.line());
        address.remove("_line");
        address.put("postalCode", marker.postcode());
        change.accept(bundle, marker);
        return JSON.writeValueAsBytes(bundle);
    }

    // ---- Requests whose address or headers hold it

    private void requests() {
        request("the address of a Task", (doors, m) -> doors.http("GET", "/fhir/Task/" + m.street(), "", List.of()));
        request("a query", (doors, m) -> doors.http("GET", "/fhir/metadata?adres=" + m.street(), "", List.of()));
        request("an address that is none", (doors, m) -> doors.http("GET", "/fhir/" + m.street(), "", List.of()));
        request(
                "X-Request-ID",
                (doors, m) -> doors.http(
                        "POST",
                        "/fhir/Consent",
                        "{}",
                        List.of("X-Request-ID", m.street(), "Content-Type", "application/fhir+json")));
        request(
                "If-Match",
                (doors, m) -> doors.http(
                        "PUT",
                        "/fhir/Task/8f2c8a3e-0000-4000-8000-000000000001",
                        "{\"resourceType\":\"Task\"}",
                        List.of("If-Match", "W/\"" + m.street() + "\"", "Content-Type", "application/fhir+json")));
        request(
                "Content-Type",
                (doors, m) -> doors.http(
                        "POST", "/fhir/$process-message", "{}", List.of("Content-Type", "application/" + m.street())));
        request(
                "the seal",
                (doors, m) -> doors.http(
                        "POST",
                        "/fhir/$process-message",
                        "{\"resourceType\":\"Bundle\"}",
                        List.of(
                                "Payload-Signature",
                                m.street() + ".." + m.street(),
                                "Content-Type",
                                "application/fhir+json")));
        request(
                "a header that Camel might obey",
                (doors, m) -> doors.http(
                        "POST",
                        "/fhir/$process-message",
                        "{}",
                        List.of("CamelFileName", m.street(), "Content-Type", "text/plain")));
        request("an operator's address", (doors, m) -> doors.web("/api/v1/referrals/" + m.street() + "/timeline"));
        request("an operator's query", (doors, m) -> doors.web("/api/v1/status?adres=" + m.street()));
    }

    private void request(String how, BiFunction<PlantedDoors, Marker, String> ask) {
        plant("HTTP", how, false, marker -> doors -> ask.apply(doors, marker));
    }

    // ---- The desk's folder: forms, and what they are called

    private void desk() {
        form("hulpvraag", Marker::line);
        form("slaapplek_vannacht", Marker::lookalike);
        form("netwerk", m -> "zus, " + m.spaced());
        form("medicatie", Marker::html);
        form("aanmelder_email", m -> "lisa@" + m.street().toLowerCase(Locale.ROOT) + ".example");
        form("intake_id", Marker::street);
        form("urgentie", Marker::street);
        form("geboortedatum", Marker::line);
        form("toestemming_delen_met", Marker::street);
        file("a field that is none", "json", m -> form(m, m.street(), m.line()), m -> "aanmelding-" + m.number());
        file("the name of the file", "json", m -> form(m, "hulpvraag", "bed"), Marker::line);
        file("the name of a file that is refused", "json", m -> "geen formulier", Marker::line);
        file("an ending that is none", "zoef", m -> m.line(), Marker::line);
        file("the head of a column", "csv", m -> m.street() + ";bsn\r\nx;1\r\n", m -> "lijst-" + m.number());
        file("a mail's subject, headers and the names in it", "eml", Planting::mail, m -> "mail-" + m.number());
    }

    private void form(String field, Function<Marker, String> value) {
        file(field, "json", m -> form(m, field, value.apply(m)), m -> "aanmelding-" + m.number());
    }

    private void file(String how, String ending, Function<Marker, String> content, Function<Marker, String> name) {
        boolean named = how.equals("intake_id");
        plant(
                "file",
                how,
                named,
                m -> doors -> doors.drop(
                        "toegang-eindhoven",
                        name.apply(m) + "." + ending,
                        content.apply(m).getBytes(StandardCharsets.UTF_8)));
    }

    private static String form(Marker marker, String field, String value) {
        try {
            ObjectNode form = (ObjectNode) JSON.readTree(
                    read("toegang-intake/1.0/examples/02-json-violence-secret-address/input.intake.json"));
            form.put("intake_id", "T-PL-" + marker.number()).put("bsn", bsn(marker.number()));
            form.put("straat", marker.street()).put("huisnummer", "12").put("postcode", marker.postcode());
            return JSON.writeValueAsString(form.put("plaats", "Eindhoven")
                    .put("regiobinding_gemeente", "Eindhoven")
                    .put(field, value));
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }

    private static String mail(Marker m) {
        String form = Base64.getMimeEncoder()
                .encodeToString(form(m, "hulpvraag", "veilige plek").getBytes(StandardCharsets.UTF_8));
        return "From: " + m.street() + " <desk@example.org>\r\nTo: x@example.org\r\nSubject: aanmelding " + m.line()
                + "\r\nX-Adres: " + m.line() + "\r\nMessage-ID: <" + m.street() + "@example.org>\r\n"
                + "Date: Sat, 18 Apr 2026 21:10:00 +0000\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Ze zit op " + m.line() + "\r\n--b\r\nContent-Type: application/json; name=\"" + m.street()
                + ".json\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"=?utf-8?B?"
                + m.base64() + "?=\"\r\n\r\n" + form + "\r\n--b--\r\n";
    }

    private void prison() {
        prison("casemanager", (cells, m) -> cells.replace("K. Post", m.line()));
        prison("inrichting", (cells, m) -> cells.replace("PI Grave", m.line()));
        prison("a word that nobody knows", (cells, m) -> cells.replace("op_orde;ja", m.street() + ";ja"));
        prison("a date that is none", (cells, m) -> cells.replace("2026-04-30", m.line()));
    }

    /** A prison has no field for the flag: the women's shelter or the desk must have said it. */
    private void prison(String how, BiFunction<String, Marker, String> change) {
        plant("prison's list", how, false, m -> doors -> {
            doors.drop(
                    "toegang-eindhoven",
                    "eerst-" + m.number() + ".json",
                    form(m, "hulpvraag", "onderdak").getBytes(StandardCharsets.UTF_8));
            doors.awaitTaken("toegang-eindhoven");
            String list = read("detentie-einde/1.0/examples/02-end-with-consent/input.csv")
                    .replace("D-2;", "D-PL" + m.number() + ";")
                    .replace("999900560", bsn(m.number()));
            return doors.drop(
                    "pi-demo",
                    "lijst-" + m.number() + ".csv",
                    change.apply(list, m).getBytes(StandardCharsets.UTF_8));
        });
    }

    // ---- StUF-GGk over SOAP

    private void municipality() {
        soap("the address of a secret client", (x, m) -> x);
        soap(
                "the name of a house",
                (x, m) -> x.replace("<i:Plaatsnaam>", "<i:Huisnaam>" + m.line() + "</i:Huisnaam><i:Plaatsnaam>"));
        soap("a code that nobody knows", (x, m) -> x.replace("<w:Geslacht>1<", "<w:Geslacht>" + m.street() + "<"));
        soap("a BSN that is none", (x, m) -> x.replace(bsn(m.number()), m.street()));
        soap("an element that is none", (x, m) -> x.replace("<w:Client>", "<w:Client><" + m.street() + "/>"));
        stuf(
                "the sender's number",
                true,
                (s, m) -> s.replaceAll("referentienummer>[^<]+", "referentienummer>" + m.street()));
        stuf("the sender's name", true, (s, m) -> s.replace("Wmo-regie", m.street()));
        stuf(
                "the sender's organisation",
                true,
                (s, m) -> s.replace("organisatie>0772<", "organisatie>" + m.street() + "<"));
        stuf("the kind of message", false, (s, m) -> s.replace("functie>WMO301<", "functie>" + m.street() + "<"));
        stuf(
                "an element where none belongs",
                false,
                (s, m) -> s.replace("<G:parameters>", "<G:" + m.street() + "/><G:parameters>"));
        plant(
                "SOAP",
                "a body that is no StUF",
                false,
                m -> doors -> doors.soap("<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><" + m.street() + ">" + m.line()
                        + "</"
                        + m.street() + "></s:Body></s:Envelope>"));
        plant("SOAP", "no XML", false, m -> doors -> doors.soap("<" + m.street() + " " + m.line()));
        plant(
                "SOAP",
                "a DOCTYPE",
                false,
                m -> doors ->
                        doors.soap("<!DOCTYPE " + m.street() + " SYSTEM 'http://" + m.street() + "/'><s:Envelope/>"));
    }

    private void soap(String how, BiFunction<String, Marker, String> change) {
        plant("SOAP", how, false, m -> doors -> doors.stuf(stuf(change.apply(iwmo(m), m), m)));
    }

    private void stuf(String how, boolean named, BiFunction<String, Marker, String> change) {
        plant("SOAP", how, named, m -> doors -> doors.stuf(change.apply(stuf(iwmo(m), m), m)));
    }

    /** A municipality's assignment of an open client to a shelter. */
    static String assignment(Marker m) {
        return stuf(iwmo(m).replace("<w:GeheimeClient>1</w:GeheimeClient>", ""), m);
    }

    private static String iwmo(Marker m) {
        return new String(
                        Base64.getMimeDecoder()
                                .decode(read("stuf-ggk/2.1/examples/01-di01-wmo301/input.xml")
                                        .replaceAll("(?s).*xmlBestand>([^<]+)<.*", "$1")),
                        StandardCharsets.UTF_8)
                .replaceFirst(
                        "<w:Bsn>\\d+</w:Bsn>",
                        "<w:Bsn>" + bsn(m.number()) + "</w:Bsn><w:GeheimeClient>1</w:GeheimeClient>")
                .replaceAll("Straatnaam>[^<]*<", "Straatnaam>" + m.street() + "<")
                .replaceAll("Postcode>[^<]*<", "Postcode>" + m.postcode() + "<");
    }

    private static String stuf(String iwmo, Marker m) {
        return read("stuf-ggk/2.1/examples/01-di01-wmo301/input.xml")
                .replaceAll(
                        "(?s)(xmlBestand>)[^<]+(<)",
                        "$1" + Base64.getEncoder().encodeToString(iwmo.getBytes(StandardCharsets.UTF_8)) + "$2")
                .replaceAll(
                        "referentienummer>[^<]+",
                        "referentienummer>3b6f5e1c-8d2a-4c55-9f10-26a7d1e1%04d".formatted(m.number()));
    }

    // ---- JSON: debts, notifications of a case system

    private void debtRelief() {
        debts("the name of the house", (j, m) -> j.replace("Gemeente Eindhoven", m.line()));
        debts("the supplier's machine", (j, m) -> j.replace("SYNTHETISCH-1.0", m.street()));
        debts("a member that is none", (j, m) -> j.replace("\"teller\"", "\"" + m.street() + "\": \"x\", \"teller\""));
        debts("a word that nobody knows", (j, m) -> j.replace("\"Vrouw\"", "\"" + m.street() + "\""));
        debts("a date that is none", (j, m) -> j.replace("2026-04-04", m.line()));
        notified("the address of a case", (m) -> "https://" + m.street() + ".example/zaken/api/v1/zaken/" + m.street());
        notified("a case that is not there", (m) -> "https://zaken.example/zaken/api/v1/zaken/" + m.street());
    }

    private void debts(String how, BiFunction<String, Marker, String> change) {
        plant(
                "JSON",
                how,
                false,
                m -> doors -> doors.json(
                        "schuldhulp-demo",
                        "/in/ddas",
                        change.apply(
                                read("ddas/1.0/examples/12-in-crisis-and-moratorium/input.ddas.json")
                                        .replace("999900651", bsn(m.number()))
                                        .replace("5611EM", m.postcode()),
                                m)));
    }

    private void notified(String how, Function<Marker, String> address) {
        plant(
                "JSON",
                how,
                false,
                m -> doors -> doors.json(
                        "gemeente-demo",
                        "/in/notificaties",
                        "{\"kanaal\":\"zaken\",\"hoofdObject\":\"" + address.apply(m)
                                + "\",\"resource\":\"zaak\",\"resourceUrl\":\""
                                + address.apply(m)
                                + "\",\"actie\":\"create\",\"aanmaakdatum\":\"2026-04-20T08:15:00Z\","
                                + "\"kenmerken\":{\"bron\":\"" + m.line() + "\"}}"));
    }
}
