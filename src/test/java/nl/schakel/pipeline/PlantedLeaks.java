package nl.schakel.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import nl.schakel.enclosure.SampleFiles;
import nl.schakel.referral.PartnerId;

/** Leaks of our own making: a place where a protected client is, hidden in a message as people and systems hide it. */
final class PlantedLeaks {
    private static final Path MAPPINGS = Path.of("mappings");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The address that the sender gives in its field for it; the other one nobody told of. */
    private static final String LINE = "Lindenhofje 12 a";

    private final List<Leak> leaks = new ArrayList<>();

    /**
     * One leak.
     *
     * @param how what it looks like
     * @param planted what must not be in any output, as it was written
     */
    record Leak(String how, String channel, PartnerId sender, String mediaType, byte[] bytes, List<String> planted) {
        @Override
        public String toString() {
            return channel + ": " + how;
        }
    }

    static List<Leak> all() {
        PlantedLeaks planted = new PlantedLeaks();
        planted.ward();
        planted.hospital();
        planted.hospitalInXml();
        planted.desk();
        planted.municipality();
        planted.debtRelief();
        planted.cases();
        return planted.leaks;
    }

    // ---- HL7 v2 over MLLP

    private void ward() {
        note("a postcode in a note", "ze zit nu op 5613AB", "5613AB");
        note("spaced out", "plek 5 6 1 3 A B gegeven", "5 6 1 3 A B");
        note("spelled out", "plek een twee drie vier a b", "een twee drie vier a b");
        note("in tens", "plek zesenvijftig dertien A B nr twaalf", "zesenvijftig dertien");
        note("soft hyphens and hard spaces", "plek 56\u00ad13\u00a0AB", "56\u00ad13");
        note("HL7 escapes", "plek \\X35\\613AB", "5613AB");
        note("entities", "plek &#53;613&#65;B".replace("&", "\\T\\"), "613&#65;");
        note("base64", "zie TGluZGVuaG9mamUgMTIgYQ==", "TGluZGVuaG9mamUgMTIgYQ");
        note("a street that nobody told of", "woont aan de Kerklaan 7", "Kerklaan 7");
        note("a street without number", "bij haar zus in de Dorpsstraat", "Dorpsstraat");
        note("a landline", "bellen kan op 0492 - 53 12 34", "53 12 34");
        note("a mobile of the house", "nood: +31 6 2233 4455", "2233 4455");
        note("a town with a verb", "verblijft bij een nicht in Deurne", "Deurne");
        note("a school", "kinderen naar basisschool De Regenboog", "Regenboog");
        note("a house by name", "zit in blijfhuis De Burcht", "De Burcht");
        note("coordinates", "51.44160, 5.46972", "51.44160");
        note("a mailbox", "mail burcht@opvang.example", "burcht@opvang");
        note("the street alone, in capitals", "LINDENHOFJE", "LINDENHOFJE");
        ward("over two notes", ward -> ward + "NTE|2|P|plek 56\rNTE|3|P|13 AB volgt\r", "13 AB");
        ward("PID-11", ward -> ward, "Lindenhofje", "5613AB");
        ward("PID-13 a landline", ward -> ward.replace("06-12345678", "040-2345678"), "040-2345678");
        ward("PV1-3 the bed", ward -> ward.replace("HIC^3^1", "BURCHT^3^1"), "BURCHT");
        ward("PV1-39 the house", ward -> ward.replace("|GGZ-NOORD||A|", "|DE-BURCHT||A|"), "DE-BURCHT");
        ward(
                "NK1-4",
                ward -> ward.replace("Zus^HL70063||", "Zus^HL70063|Kerklaan 7^^Deurne^^5751AA|"),
                "Kerklaan",
                "5751AA");
        ward("NK1-5 a landline", ward -> ward.replace("06-87654321", "0493-312345"), "0493-312345");
        ward(
                "DG1-3 text",
                ward -> ward.replace("Paranoide schizofrenie", "psychose; ligt op Kerklaan 7"),
                "Kerklaan 7");
        ward("RF1-10 text", ward -> ward.replace("Ontslag zonder woning", "Zit in Deurne nu"), "Deurne");
        ward(
                "PRD-7 the referrer",
                ward -> ward.replace("de Groot^A.^^^dr.||HIC", "de Groot^A.^^^dr.||BURCHT"),
                "BURCHT");
    }

    private void note(String how, String text, String... planted) {
        ward("NTE-3 " + how, ward -> ward + "NTE|2|P|" + text + "\r", planted);
    }

    private void ward(String how, java.util.function.UnaryOperator<String> change, String... planted) {
        String ward = read("hl7v2-nl/2.5/examples/05-secret-address/input.hl7", StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\r")
                .replace("\n", "\r")
                .replace("||^^Eindhoven^^^NL^BA||", "||Lindenhofje 12&Lindenhofje&12^a^Eindhoven^^5613AB^NL^H||");
        byte[] bytes = change.apply(ward).getBytes(StandardCharsets.ISO_8859_1);
        leaks.add(new Leak(how, "HL7 v2", new PartnerId("ggz-noord"), "application/hl7-v2", bytes, List.of(planted)));
    }

    // ---- FHIR R4

    private void hospital() {
        condition("look-alikes", "ligt op 5613 \u0410\u0412", "5613 \u0410\u0412");
        condition("full width", "\uff15\uff16\uff11\uff13\uff21\uff22", "\uff15\uff16\uff11\uff13");
        condition("zero width", "5\u200b6\u200b1\u200b3\u200bA\u200bB", "5\u200b6");
        condition("digits of another script", "\u0665\u0666\u0661\u0663 AB", "\u0665\u0666");
        condition("narrative with tags", "<div>56<b>13</b> A<i>B</i></div>", "<b>13</b>");
        condition("an address of a map", "https://maps.example/?q=51.4,5.4", "maps.example");
        condition("a file name in base64", "bijlage TGluZGVuaG9mamUtMTItYS5wZGY=", "TGluZGVuaG9mamUt");
        condition("a machine", "bron: pc12.burcht.lan", "burcht.lan");
        hospital("Patient.address", bundle -> {}, "Lindenhofje", "5613AB");
        hospital(
                "the address as text",
                bundle -> ((ObjectNode) patient(bundle).at("/address/0")).put("text", LINE),
                LINE);
        hospital(
                "narrative",
                bundle -> patient(bundle)
                        .putObject("text")
                        .put("status", "generated")
                        .put("div", "<div>" + LINE + "</div>"),
                "Lindenhofje");
        hospital(
                "geolocation",
                bundle -> ((ObjectNode) patient(bundle).at("/address/0"))
                        .putArray("extension")
                        .addObject()
                        .put("url", "http://hl7.org/fhir/StructureDefinition/geolocation")
                        .put("valueString", "51.44160,5.46972"),
                "51.44160");
        hospital("a landline", bundle -> telecom(bundle, "phone", "040-2345678"), "2345678");
        hospital("a mailbox", bundle -> telecom(bundle, "email", "lisa@burcht.example"), "burcht.example");
        hospital(
                "where an identifier is from",
                bundle -> ((ObjectNode) patient(bundle).at("/identifier/1"))
                        .put("system", "https://burcht.example/patient"),
                "burcht.example");
        hospital(
                "who asks",
                bundle -> ((ObjectNode) bundle.at("/entry/2/resource/requester")).put("display", "Huize De Burcht"),
                "De Burcht");
        hospital(
                "the source's endpoint",
                bundle -> ((ObjectNode) bundle.at("/entry/0/resource/source"))
                        .put("endpoint", "https://burcht.example/fhir"),
                "burcht.example");
        hospital(
                "the display of a code",
                bundle -> ((ObjectNode) bundle.at("/entry/2/resource/reasonCode/0/coding/0"))
                        .put("display", "Zit in Deurne"),
                "Deurne");
        hospital(
                "a contact's landline",
                bundle -> ((ObjectNode) bundle.at("/entry/5/resource/telecom/0")).put("value", "0493-312345"),
                "0493-312345");
        hospital(
                "the general practitioner",
                bundle -> patient(bundle)
                        .putArray("generalPractitioner")
                        .addObject()
                        .put("display", "Praktijk Lindenhofje"),
                "Praktijk Lindenhofje");
        hospital(
                "a component",
                bundle -> ((ObjectNode) bundle.at("/entry/8/resource/component/0"))
                        .put("valueString", "Ziektewet via kantoor Kerklaan 7"),
                "Kerklaan 7");
        letter("a PDF", SampleFiles.pdf("", "Patient verblijft op", LINE), "brief.pdf", LINE);
        letter(
                "a PDF that was made there",
                SampleFiles.pdf("Huize De Burcht", "Ontslagbrief"),
                "brief.pdf",
                "De Burcht");
        letter("a picture in a PDF", SampleFiles.pdfWithPicture("Ontslagbrief"), "brief.pdf", "brief.pdf");
        letter("a remark in a PDF", SampleFiles.pdfWithRemark(LINE, "Ontslagbrief"), "brief.pdf", LINE);
        letter("a locked PDF", SampleFiles.lockedPdf(LINE), "brief.pdf", "brief.pdf");
        letter(
                "a photograph",
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, 1, 2},
                "foto.jpg",
                "foto.jpg");
        letter("a Word file", SampleFiles.docx("", "nu op " + LINE), "brief.docx", LINE);
        letter(
                "a Word file that was made there",
                SampleFiles.docx("Huize De Burcht", "Ontslagbrief"),
                "brief.docx",
                "Burcht");
        letter("the name of a file", SampleFiles.pdf("", "Ontslagbrief"), "Lindenhofje-12-a.pdf", "Lindenhofje");
        letter("text", ("Beste collega, 5613AB").getBytes(StandardCharsets.UTF_8), "brief.txt", "5613AB");
    }

    private void condition(String how, String text, String... planted) {
        hospital("Condition.code.text " + how, bundle -> condition(bundle, text), planted);
    }

    private static void condition(ObjectNode bundle, String text) {
        ((ObjectNode) bundle.at("/entry/6/resource/code")).put("text", text);
    }

    private static ObjectNode patient(ObjectNode bundle) {
        return (ObjectNode) bundle.at("/entry/3/resource");
    }

    private static void telecom(ObjectNode bundle, String system, String value) {
        ((ArrayNode) patient(bundle).at("/telecom"))
                .addObject()
                .put("system", system)
                .put("value", value);
    }

    /** A letter to the bundle, about its client. */
    static void attach(ObjectNode bundle, byte[] data, String name) {
        ObjectNode letter = ((ArrayNode) bundle.at("/entry"))
                .addObject()
                .put("fullUrl", "urn:uuid:6f1c2a10-0000-4000-8000-0000000000aa")
                .putObject("resource");
        letter.put("resourceType", "DocumentReference").put("status", "current");
        letter.putObject("subject").put("reference", "urn:uuid:6f1c2a10-0000-4000-8000-000000000004");
        letter.putArray("content")
                .addObject()
                .putObject("attachment")
                .put("contentType", "application/octet-stream")
                .put("title", name)
                .put("data", Base64.getEncoder().encodeToString(data));
    }

    private void letter(String how, byte[] data, String name, String... planted) {
        hospital("a letter, " + how, bundle -> attach(bundle, data, name), planted);
    }

    private void hospital(String how, Consumer<ObjectNode> change, String... planted) {
        leaks.add(new Leak(
                how,
                "FHIR JSON",
                new PartnerId("ziekenhuis-demo"),
                "application/fhir+json",
                bundle(change),
                List.of(planted)));
    }

    static byte[] bundle(Consumer<ObjectNode> change) {
        try {
            ObjectNode bundle = (ObjectNode)
                    JSON.readTree(read("fhir/r4/examples/02-secret-address/input.json", StandardCharsets.UTF_8));
            ObjectNode address = (ObjectNode) patient(bundle).at("/address/0");
            address.putArray("line").add(LINE);
            address.remove("_line");
            address.put("postalCode", "5613AB");
            change.accept(bundle);
            return JSON.writeValueAsBytes(bundle);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private void hospitalInXml() {
        xml("numeric entities", "&#x35;613&#65;B", "5613AB");
        xml("entities written twice", "&amp;#53;613AB", "613AB");
    }

    private void xml(String how, String text, String... planted) {
        String marker = "KANARIETEKST";
        String json = new String(bundle(bundle -> condition(bundle, marker)), StandardCharsets.UTF_8);
        String xml = ca.uhn.fhir.context.FhirContext.forR4Cached()
                .newXmlParser()
                .encodeResourceToString(ca.uhn.fhir.context.FhirContext.forR4Cached()
                        .newJsonParser()
                        .parseResource(json))
                .replace(marker, text);
        leaks.add(new Leak(
                "Condition.code.text " + how,
                "FHIR XML",
                new PartnerId("ziekenhuis-demo"),
                "application/fhir+xml",
                xml.getBytes(StandardCharsets.UTF_8),
                List.of(planted)));
    }

    // ---- The desk's form: JSON, CSV, e-mail

    private void desk() {
        form("hulpvraag", "plek bij Kerklaan 7 gevonden", "Kerklaan 7");
        form("slaapplek_vannacht", "Huize De Burcht", "De Burcht");
        form("netwerk", "zus, 0493-312345", "0493-312345");
        form("reden_dakloos", "gevlucht naar Deurne", "Deurne");
        form("medicatie", "apotheek Kerklaan 7", "Kerklaan 7");
        form("aanmelder_email", "lisa@burcht.example", "burcht.example");
        csv();
        mail();
    }

    private void form(String field, String value, String... planted) {
        leaks.add(desk(field, "intake JSON", "application/json", formJson(field, value), planted));
    }

    private static byte[] formJson(String field, String value) {
        try {
            ObjectNode form = (ObjectNode) JSON.readTree(read(
                    "toegang-intake/1.0/examples/02-json-violence-secret-address/input.intake.json",
                    StandardCharsets.UTF_8));
            form.put("straat", "Lindenhofje")
                    .put("huisnummer", "12")
                    .put("postcode", "5613AB")
                    .put("plaats", "Eindhoven");
            form.put(field, value);
            return JSON.writeValueAsBytes(form);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private void csv() {
        List<String> lines = read("toegang-intake/1.0/examples/03-csv-prison/input.csv", StandardCharsets.UTF_8)
                .lines()
                .toList();
        List<String> names = List.of(lines.get(0).split(";", -1));
        List<String> cells = new ArrayList<>(
                List.of(lines.get(1).replace("\"gemeente;opvang\"", "gemeente").split(";", -1)));
        cells.set(names.indexOf("straat"), "Lindenhofje");
        cells.set(names.indexOf("huisnummer"), "12");
        cells.set(names.indexOf("postcode"), "5613AB");
        cells.set(names.indexOf("plaats"), "Eindhoven");
        cells.set(names.indexOf("geheim_adres"), "ja");
        cells.set(names.indexOf("regiobinding_gemeente"), "Eindhoven");
        cells.set(names.indexOf("hulpvraag"), "onderdak; nu vijf zes een drie A B".replace(";", ","));
        byte[] bytes = (lines.get(0) + "\r\n" + String.join(";", cells) + "\r\n").getBytes(StandardCharsets.UTF_8);
        leaks.add(desk("hulpvraag, spelled out", "intake CSV", "text/csv", bytes, "vijf zes een drie", "Lindenhofje"));
    }

    private void mail() {
        String form = Base64.getMimeEncoder().encodeToString(formJson("hulpvraag", "veilige plek"));
        String mail =
                "From: desk@example.org\r\nTo: x@example.org\r\nSubject: aanmelding\r\nMessage-ID: <1@example.org>\r\n"
                        + "Date: Sat, 18 Apr 2026 21:10:00 +0000\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\nZe zit op =35613AB\r\n--b\r\n"
                        + "Content-Type: application/json; name=\"Lindenhofje-12.json\"\r\nContent-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: attachment; filename=\"Lindenhofje-12.json\"\r\n\r\n" + form
                        + "\r\n--b--\r\n";
        leaks.add(desk(
                "text and the name of a file",
                "intake mail",
                "message/rfc822",
                mail.getBytes(StandardCharsets.UTF_8),
                "5613AB",
                "Lindenhofje"));
    }

    private static Leak desk(String how, String channel, String mediaType, byte[] bytes, String... planted) {
        return new Leak(how, channel, new PartnerId("loket-formulier"), mediaType, bytes, List.of(planted));
    }

    // ---- iWmo

    private void municipality() {
        String xml = read("iwmo/2.0/examples/04-wmo301-secret/input.xml", StandardCharsets.UTF_8);
        municipality("the address of a secret client", xml, "Teststraat", "5611EM");
        municipality("the name of somebody's house", xml.replace("Teststraat", "Burchtpad"), "Burchtpad");
    }

    private void municipality(String how, String xml, String... planted) {
        leaks.add(new Leak(
                how,
                "iWmo 2.0",
                new PartnerId("gemeente-iwmo"),
                "application/xml",
                xml.getBytes(StandardCharsets.UTF_8),
                List.of(planted)));
    }

    // ---- DDAS, from a women's shelter: that it speaks of somebody protects her

    private void debtRelief() {
        String delivery = read("ddas/1.0/examples/12-in-crisis-and-moratorium/input.ddas.json", StandardCharsets.UTF_8);
        debts("the postcode and the number", delivery, "5611EM", "5611 EM");
        debts("another postcode", delivery.replace("5611EM", "5751 AA"), "5751AA", "5751 AA");
        debts("the name of the house", delivery.replace("Gemeente Eindhoven", "Huize De Burcht"), "De Burcht");
        debts("the supplier's machine", delivery.replace("SYNTHETISCH-1.0", "burcht.lan"), "burcht.lan");
    }

    private void debts(String how, String json, String... planted) {
        leaks.add(new Leak(
                how,
                "DDAS",
                new PartnerId("vo-hulp"),
                "application/json",
                json.getBytes(StandardCharsets.UTF_8),
                List.of(planted)));
    }

    // ---- ZGW: a case that its municipality calls secret

    private void cases() {
        zaak(
                "the description, which stands in lists",
                zaak -> zaak.put("omschrijving", "zit nu op Kerklaan 7"),
                "Kerklaan");
        zaak("the explanation", zaak -> zaak.put("toelichting", "verblijft bij haar zus in Deurne"), "Deurne");
        zaak(
                "a mark",
                zaak -> zaak.putArray("kenmerken")
                        .addObject()
                        .put("kenmerk", "5613AB 12")
                        .put("bron", "burcht.lan"),
                "5613AB",
                "burcht.lan");
        zaak("the number of the case", zaak -> zaak.put("identificatie", "ZAAK-Lindenhofje-12"), "Lindenhofje");
    }

    private void zaak(String how, Consumer<ObjectNode> change, String... planted) {
        try {
            ObjectNode zaak = (ObjectNode)
                    JSON.readTree(read("zgw/1.5/examples/02-case-with-client/input.zgw.json", StandardCharsets.UTF_8));
            zaak.put("vertrouwelijkheidaanduiding", "zeer_geheim");
            ((ObjectNode) zaak.at("/_expand/rollen/0/betrokkeneIdentificatie"))
                    .put("geslachtsnaam", "Meer")
                    .put("voornamen", "TEST")
                    .put("geboortedatum", "1984-05-17");
            change.accept(zaak);
            leaks.add(new Leak(
                    how,
                    "ZGW",
                    new PartnerId("zaakbron"),
                    "application/json",
                    JSON.writeValueAsBytes(zaak),
                    List.of(planted)));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static String read(String file, Charset charset) {
        try {
            return Files.readString(MAPPINGS.resolve(file), charset);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
