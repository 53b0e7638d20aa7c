package nl.schakel.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.schakel.referral.PartnerId;
import nl.schakel.translate.xml.SoapEnvelope;

/** Every way in which a message says that its client hides, and the messages that say it, deny it, or are silent about it. */
final class ProtectedWays {
    static final String STREET = "Lindenhofje";
    static final String NUMBER = "12779";
    static final String POSTCODE = "5613AB";
    static final String HOUSE = "De Burcht";
    static final String MOBILE = "06-12345699";
    static final String LANDLINE = "040-2345678";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MAPPINGS = Path.of("mappings");
    private static final String LABEL = "https://schakel.nl/fhir/CodeSystem/label";
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String CONFIDENTIALITY_STU3 = "http://hl7.org/fhir/v3/Confidentiality";
    private static final String INLINE =
            "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    /** What a message says of it. */
    enum Said {
        YES,
        NO,
        NOTHING,
        NOT_UNDERSTOOD
    }

    /**
     * One way.
     *
     * @param words the flag's words for yes, no and something that nobody knows; empty where the format has no word
     * @param place of the flag in the source, as a refusal names it
     */
    record Way(
            String name,
            PartnerId sender,
            String door,
            String operation,
            String mediaType,
            Map<Said, String> words,
            String place,
            Maker maker) {
        byte[] message(String bsn, Said said) {
            return maker.of(bsn, Optional.ofNullable(words.get(said)));
        }

        boolean hasAFlag() {
            return words.containsKey(Said.YES);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Writes a message about this client. */
    interface Maker {
        byte[] of(String bsn, Optional<String> word);
    }

    /** Those whose message is itself a referral, so that it reaches receivers by itself. */
    static List<Way> referrals() {
        return List.of(
                hl7(),
                hospital(
                        "FHIR R4: our label at the client",
                        words("secret-address", null, "very-secret"),
                        "entry[3].resource.meta.security[0].code",
                        (patient, word) -> label(patient, LABEL, word)),
                hospital(
                        "FHIR R4: restricted at the client (nl-core)",
                        words("R", "N", "X"),
                        "entry[3].resource.meta.security[0].code",
                        (patient, word) -> label(patient, CONFIDENTIALITY, word)),
                hospital(
                        "FHIR R4: very restricted at the address",
                        words("V", "N", "X"),
                        "entry[3].resource.address[0].extension[0].valueCoding.code",
                        (patient, word) -> inline(patient, CONFIDENTIALITY, word)),
                hospital(
                        "FHIR R4: our label at the address",
                        words("secret-address", null, "very-secret"),
                        "entry[3].resource.address[0].extension[0].valueCoding.code",
                        (patient, word) -> inline(patient, LABEL, word)),
                stu3("FHIR STU3: our label", LABEL, words("secret-address", null, "very-secret")),
                stu3("FHIR STU3: very restricted", CONFIDENTIALITY_STU3, words("V", "N", "X")),
                desk("Toegang JSON", "application/json", "geheim_adres", ProtectedWays::json),
                desk("Toegang CSV", "text/csv", "row 2, column geheim_adres", ProtectedWays::csv),
                desk("Toegang mail", "message/rfc822", "geheim_adres", ProtectedWays::mail),
                new Way(
                        "StUF with iWmo 2.0",
                        new PartnerId("gemeente-demo"),
                        "soap",
                        "",
                        "text/xml",
                        words("1", "2", "J"),
                        "parameters/bericht/xmlBestand#Clienten/Client/GeheimeClient",
                        ProtectedWays::municipality),
                new Way(
                        "ZGW",
                        new PartnerId("gemeente-demo"),
                        "json",
                        "",
                        "application/json",
                        words("zeer_geheim", "openbaar", "heel_geheim"),
                        "vertrouwelijkheidaanduiding",
                        ProtectedWays::zaak));
    }

    /** All of them; those that are no referral change what waits of one, and two have no word for it. */
    static List<Way> all() {
        List<Way> all = new ArrayList<>(referrals());
        all.add(new Way(
                "BRP",
                new PartnerId("brp-antwoord"),
                "file",
                "",
                "application/json",
                words("true", "false", "\"geheim\""),
                "personen[0].geheimhoudingPersoonsgegevens",
                ProtectedWays::register));
        all.add(new Way(
                "prison CSV",
                new PartnerId("pi-demo"),
                "file",
                "",
                "text/csv",
                Map.of(),
                "",
                (bsn, word) -> prison(bsn)));
        all.add(new Way(
                "DDAS",
                new PartnerId("schuldhulp-demo"),
                "json",
                "",
                "application/json",
                Map.of(),
                "",
                (bsn, word) -> debts(bsn)));
        return all;
    }

    static Way hospital() {
        return referrals().get(1);
    }

    private static Map<Said, String> words(String yes, String no, String notUnderstood) {
        Map<Said, String> words = new LinkedHashMap<>(Map.of(Said.YES, yes, Said.NOT_UNDERSTOOD, notUnderstood));
        if (no != null) {
            words.put(Said.NO, no);
        }
        return words;
    }

    /** Partners that the demo has not: a hospital of the older FHIR, and whoever puts down what the BRP answers. */
    static void partners(Path routes) throws IOException {
        String hospital = Files.readString(routes.resolve("partners/ziekenhuis-demo.yaml"));
        Files.writeString(
                routes.resolve("partners/ziekenhuis-stu3.yaml"),
                hospital.replace("id: ziekenhuis-demo", "id: ziekenhuis-stu3")
                        .replace("00000099000000002000", "00000099000000002900")
                        .replace("ZH-ZUID", "ZH-STU3")
                        .replace("\"Bundle/transaction\"", "\"Bundle/transaction\", \"Task+ReferralRequest\"")
                        .replace("in: fhir/r4", "in: fhir/stu3"));
        String desk = Files.readString(routes.resolve("partners/toegang-eindhoven.yaml"));
        Files.writeString(
                routes.resolve("partners/brp-antwoord.yaml"),
                desk.replace("id: toegang-eindhoven", "id: brp-antwoord")
                        .replace("00000099000000004000", "00000099000000004900")
                        .replace("identifiers: {facility: \"MO-EINDHOVEN\"}\n", "")
                        .replace("drop/toegang-eindhoven", "drop/brp-antwoord")
                        .replace("in: toegang-intake/1.0", "in: brp/2.7"));
    }

    // ---- HL7 v2

    private static Way hl7() {
        return new Way(
                "HL7 v2",
                new PartnerId("ggz-noord"),
                "mllp",
                "",
                "application/hl7-v2",
                words("Y", "N", "J"),
                "PD1-12",
                (bsn, word) -> read("hl7v2-nl/2.5/examples/01-ref-i12/input.hl7", StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\r")
                        .replace("\n", "\r")
                        .replace("GGZ0000005", unique())
                        .replace("REF-2026-00041", "REF-" + bsn)
                        .replace("P100234", "P" + bsn)
                        .replace("999900420", bsn)
                        .replace("HIC^3^1", "DE-BURCHT^3^1")
                        .replace("06-12345678^PRN^CP", MOBILE + "^PRN^CP~" + LANDLINE + "^PRN^PH")
                        .replace(
                                "^^Eindhoven^^^NL^BA",
                                STREET + " " + NUMBER + "&" + STREET + "&" + NUMBER + "^^Eindhoven^^" + POSTCODE
                                        + "^NL^H")
                        .replace(
                                "\rNK1|",
                                word.map(flag -> "\rPD1||||||||||||" + flag + "|20260402")
                                                .orElse("") + "\rNK1|")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- FHIR

    private interface Mark {
        void at(ObjectNode patient, String word);
    }

    private static Way hospital(String name, Map<Said, String> words, String place, Mark mark) {
        return new Way(
                name,
                new PartnerId("ziekenhuis-demo"),
                "fhir",
                "$process-message",
                "application/fhir+json",
                words,
                place,
                (bsn, word) -> fhir(
                        "fhir/r4/examples/33-family-mother/input.json", "/entry/3/resource", bsn, (bundle, patient) -> {
                            ((ObjectNode) bundle.at("/entry/2/resource")).remove("requisition");
                            ((ObjectNode) bundle.at("/identifier")).put("value", "urn:uuid:" + UUID.randomUUID());
                            ((ObjectNode) bundle.at("/entry/1/resource/identifier/0")).put("value", "ZH-" + bsn);
                            ((ObjectNode) patient.at("/identifier/1")).put("value", "ZH-P" + bsn);
                            word.ifPresent(flag -> mark.at(patient, flag));
                        }));
    }

    private static Way stu3(String name, String system, Map<Said, String> words) {
        return new Way(
                name,
                new PartnerId("ziekenhuis-stu3"),
                "fhir",
                "Bundle",
                "application/fhir+json",
                words,
                "entry[1].resource.meta.security[0].code",
                (bsn, word) -> fhir(
                        "fhir/stu3/examples/03-secret-address-no-bsn/input.json",
                        "/entry/1/resource",
                        bsn,
                        (bundle, patient) -> {
                            ((ObjectNode) bundle.at("/identifier")).put("value", "urn:uuid:" + UUID.randomUUID());
                            ((ObjectNode) bundle.at("/entry/0/resource/identifier/0")).put("value", "ZS-" + bsn);
                            ((ObjectNode) patient.at("/identifier/0"))
                                    .put("system", "http://fhir.nl/fhir/NamingSystem/bsn")
                                    .put("value", bsn);
                            patient.remove("meta");
                            word.ifPresent(flag -> label(patient, system, flag));
                        }));
    }

    private interface Change {
        void of(ObjectNode bundle, ObjectNode patient);
    }

    private static byte[] fhir(String file, String patientAt, String bsn, Change change) {
        return changed(file, bundle -> {
            ObjectNode patient = (ObjectNode) bundle.at(patientAt);
            ObjectNode identifier = (ObjectNode) patient.at("/identifier/0");
            identifier.put("value", bsn);
            ((ObjectNode) patient.at("/telecom/0")).put("value", MOBILE);
            patient.withArray("telecom")
                    .addObject()
                    .put("system", "phone")
                    .put("value", LANDLINE)
                    .put("use", "home");
            ObjectNode address = patient.putArray("address").addObject();
            address.put("use", "home").put("city", "Eindhoven").put("postalCode", POSTCODE);
            address.putArray("line").add(STREET + " " + NUMBER);
            change.of(bundle, patient);
        });
    }

    private static void label(ObjectNode patient, String system, String code) {
        patient.putObject("meta")
                .putArray("security")
                .addObject()
                .put("system", system)
                .put("code", code);
    }

    private static void inline(ObjectNode patient, String system, String code) {
        ObjectNode extension =
                ((ObjectNode) patient.at("/address/0")).putArray("extension").addObject();
        extension
                .put("url", INLINE)
                .putObject("valueCoding")
                .put("system", system)
                .put("code", code);
    }

    // ---- The desk's form

    private interface Written {
        byte[] as(Map<String, String> form);
    }

    private static Way desk(String name, String mediaType, String place, Written written) {
        return new Way(
                name,
                new PartnerId("toegang-eindhoven"),
                "file",
                "",
                mediaType,
                words("ja", "nee", "misschien"),
                place,
                (bsn, word) -> written.as(form(bsn, word)));
    }

    private static Map<String, String> form(String bsn, Optional<String> word) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("intake_id", "T-" + unique());
        form.put("ontvangen", "2026-04-18T23:10:00+02:00");
        form.put("kanaal", "telefoon-24x7");
        form.put("aanmelder_organisatie", "Politie Oost-Brabant");
        form.put("client_bekend_met_aanmelding", "ja");
        form.put("bsn", bsn);
        form.put("achternaam", "Koning");
        form.put("voornamen", "Lisa");
        form.put("geboortedatum", "01-01-1989");
        form.put("geslacht", "vrouw");
        form.put("telefoon", MOBILE);
        form.put("adres_soort", "woonadres");
        form.put("straat", STREET);
        form.put("huisnummer", NUMBER);
        form.put("postcode", POSTCODE);
        form.put("plaats", "Eindhoven");
        form.put("slaapplek_vannacht", "blijfhuis " + HOUSE);
        form.put("regiobinding_gemeente", "Eindhoven");
        form.put("urgentie", "direct");
        word.ifPresent(flag -> form.put("geheim_adres", flag));
        return form;
    }

    private static byte[] json(Map<String, String> form) {
        try {
            return JSON.writeValueAsBytes(form);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static byte[] csv(Map<String, String> form) {
        String head = read("toegang-intake/1.0/examples/03-csv-prison/input.csv", Charset.forName("windows-1252"))
                .lines()
                .findFirst()
                .orElseThrow();
        String row = List.of(head.split(";")).stream()
                .map(column -> form.getOrDefault(column, ""))
                .collect(Collectors.joining(";"));
        return (head + "\r\n" + row + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mail(Map<String, String> form) {
        return ("From: desk@example.org\r\nTo: x@example.org\r\nSubject: aanmelding\r\nMessage-ID: <" + unique()
                        + "@example.org>\r\nDate: Sat, 18 Apr 2026 21:10:00 +0000\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain;"
                        + " charset=utf-8\r\n\r\nZe zit in " + HOUSE + "\r\n--b\r\n"
                        + "Content-Type: application/json; name=\"form.json\"\r\nContent-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: attachment; filename=\"form.json\"\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(json(form)) + "\r\n--b--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    // ---- Municipality, register, prison, debt relief

    private static byte[] municipality(String bsn, Optional<String> word) {
        String inner = read("iwmo/2.0/examples/04-wmo301-secret/input.xml", StandardCharsets.UTF_8)
                .replace("999900420", bsn)
                .replace("Teststraat", STREET)
                .replace(">4<", ">" + NUMBER + "<")
                .replace("5611EM", POSTCODE)
                .replace("0600000523", MOBILE.replace("-", ""))
                .replace(">425<", ">" + bsn.substring(3) + "<")
                .replace(
                        "<b:GeheimeClient>1</b:GeheimeClient>",
                        word.map(flag -> "<b:GeheimeClient>" + flag + "</b:GeheimeClient>")
                                .orElse(""));
        String outer = read("stuf-ggk/2.1/examples/01-di01-wmo301/input.xml", StandardCharsets.UTF_8)
                .replaceAll(
                        "(?s)(<G:xmlBestand[^>]*>).*?(</G:xmlBestand>)",
                        "$1" + Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8)) + "$2")
                .replace(
                        "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011",
                        UUID.randomUUID().toString());
        return SoapEnvelope.around(outer.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zaak(String bsn, Optional<String> word) {
        return changed("zgw/1.5/examples/02-case-with-client/input.zgw.json", zaak -> {
            String id = UUID.randomUUID().toString();
            zaak.put("url", "https://zaken.example/api/v1/zaken/" + id).put("identificatie", "ZAAK-" + unique());
            zaak.remove("vertrouwelijkheidaanduiding");
            word.ifPresent(flag -> zaak.put("vertrouwelijkheidaanduiding", flag));
            ((ObjectNode) zaak.at("/_expand/rollen/0/betrokkeneIdentificatie"))
                    .put("inpBsn", bsn)
                    .put("geslachtsnaam", "Meer")
                    .put("voornamen", "TEST")
                    .put("geboortedatum", "1984-05-17");
        });
    }

    private static byte[] register(String bsn, Optional<String> word) {
        return changed("brp/2.7/examples/02-protected/input.brp.json", answer -> {
            ObjectNode person = (ObjectNode) answer.at("/personen/0");
            person.put("burgerservicenummer", bsn);
            person.remove("geheimhoudingPersoonsgegevens");
            word.ifPresent(flag -> person.set("geheimhoudingPersoonsgegevens", parsed(flag)));
            ((ObjectNode) person.at("/verblijfplaats/verblijfadres"))
                    .put("officieleStraatnaam", STREET)
                    .put("huisnummer", Integer.parseInt(NUMBER))
                    .put("postcode", POSTCODE);
            ((ObjectNode) person.at("/verblijfplaats/datumVan"))
                    .put("datum", "2026-03-01")
                    .put("langFormaat", unique());
        });
    }

    private static byte[] prison(String bsn) {
        return read("detentie-einde/1.0/examples/02-end-with-consent/input.csv", Charset.forName("windows-1252"))
                .replace("999900560", bsn)
                .replace("D-2;", "D-" + unique() + ";")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] debts(String bsn) {
        return changed(
                "ddas/1.0/examples/12-in-crisis-and-moratorium/input.ddas.json",
                delivery -> ((ObjectNode) delivery.at("/leveringen/0/schuldhulptrajecten/0/client/0"))
                        .put("Burgerservicenummer", bsn)
                        .put("Postcode", POSTCODE)
                        .put("Huisnummer", NUMBER));
    }

    // ---- Files

    private static byte[] changed(String file, java.util.function.Consumer<ObjectNode> change) {
        try {
            ObjectNode tree = (ObjectNode) JSON.readTree(read(file, StandardCharsets.UTF_8));
            change.accept(tree);
            return JSON.writeValueAsBytes(tree);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    private static String read(String file, Charset charset) {
        try {
            return Files.readString(MAPPINGS.resolve(file), charset);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
