package nl.schakel.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a programmer would write instead of the tables for ADT^A03 and REF^I12: the same fields to the same envelope and
 * items, from split text straight to JSON. It proves the BSN and the dates as the tables do. It keeps no account of what
 * was left out, names no place in the source, and refuses nothing with a reason: that is what the tables cost more for.
 */
public final class HandWrittenMap {
    private static final Map<String, String> NAME_USE = Map.of(
            "L",
            "official",
            "D",
            "usual",
            "A",
            "nickname",
            "N",
            "nickname",
            "B",
            "old",
            "M",
            "maiden",
            "T",
            "temp",
            "S",
            "anonymous");
    private static final Map<String, String> ADDRESS_USE =
            Map.of("H", "home", "L", "home", "P", "home", "C", "temp", "M", "home", "O", "work", "B", "work");
    private static final Map<String, String> TELECOM_SYSTEM =
            Map.of("PH", "phone", "CP", "phone", "FX", "fax", "BP", "pager", "Internet", "email");
    private static final Map<String, String> TELECOM_USE =
            Map.of("PRN", "home", "PRS", "mobile", "ORN", "temp", "VHN", "temp", "WPN", "work");
    private static final Map<String, String> GENDER =
            Map.of("M", "male", "F", "female", "U", "unknown", "O", "other", "A", "other", "N", "other");
    private static final Map<String, String> PRIORITY = Map.of("S", "stat", "A", "asap", "R", "routine");
    private static final Map<String, String> RESULT =
            Map.of("F", "final", "P", "preliminary", "C", "corrected", "R", "preliminary");
    private static final Map<String, String> CERTAINTY =
            Map.of("A", "provisional", "W", "provisional", "F", "confirmed");
    private static final Map<String, String> ISSUER = Map.of(
            "VEKTIS", "http://fhir.nl/fhir/NamingSystem/agb-z",
            "AGB", "http://fhir.nl/fhir/NamingSystem/agb-z",
            "URA", "http://fhir.nl/fhir/NamingSystem/ura",
            "UZI", "http://fhir.nl/fhir/NamingSystem/uzi-nr-pers",
            "BIG", "http://fhir.nl/fhir/NamingSystem/big",
            "KVK", "http://fhir.nl/fhir/NamingSystem/kvk",
            "OIN", "http://fhir.nl/fhir/NamingSystem/oin");
    private static final Map<String, String> CODE_SYSTEM = Map.of(
            "I10", "http://hl7.org/fhir/sid/icd-10",
            "ICD10", "http://hl7.org/fhir/sid/icd-10",
            "LN", "http://loinc.org",
            "SCT", "http://snomed.info/sct",
            "HL70063", "http://terminology.hl7.org/CodeSystem/v2-0063",
            "HL70131", "http://terminology.hl7.org/CodeSystem/v2-0131",
            "99ZRM", "https://schakel.nl/fhir/CodeSystem/zrm-2017",
            "HL70270", "http://terminology.hl7.org/CodeSystem/v2-0270");
    private static final String MEDICAL = "[\"MEDICAL_ORIGIN\"]";

    private final Cut cut;
    private final JsonOut out = new JsonOut();
    private final int msh;
    private final int pid;
    private final int pv1;
    private final int pv2;
    private final boolean referral;

    private HandWrittenMap(byte[] message, boolean referral) {
        this.cut = new Cut(new String(message, StandardCharsets.ISO_8859_1));
        this.referral = referral;
        this.msh = cut.first("MSH");
        this.pid = cut.first("PID");
        this.pv1 = cut.first("PV1");
        this.pv2 = cut.first("PV2");
    }

    public static byte[] adtA03(byte[] message) {
        return new HandWrittenMap(message, false).mapped();
    }

    public static byte[] refI12(byte[] message) {
        return new HandWrittenMap(message, true).mapped();
    }

    private byte[] mapped() {
        boolean secret = "Y".equals(cut.value(cut.first("PD1"), 12));
        String bsn = bsn();
        String municipality = municipality();
        out.raw("{\"envelope\":{");
        envelope(secret, bsn, municipality);
        out.raw("},\"items\":[");
        if (referral) {
            request();
        }
        identity();
        identifiers(bsn);
        telecoms();
        addresses(secret);
        stay();
        endOfStay();
        contacts();
        diagnoses();
        scores();
        notes();
        return out.raw("]}").utf8();
    }

    private void envelope(boolean secret, String bsn, String municipality) {
        out.member("event", referral ? "REFERRAL" : "DISCHARGE");
        out.member("sender", "ggz-noord");
        out.member("messageId", cut.value(msh, 10));
        out.member("created", HandWrittenTimes.instant(cut.value(msh, 7)));
        out.member("bsn", bsn);
        local(false);
        if (referral) {
            out.member("senderReference", cut.value(cut.first("RF1"), 6, 1));
        }
        addressed();
        out.member("municipality", municipality);
        if (referral) {
            out.member("service", cut.value(cut.first("RF1"), 3, 1));
        }
        out.member("purpose", "TRANSITION");
        needs();
        String end = cut.value(pv1, 45);
        out.member("exitDate", HandWrittenTimes.day(end.isEmpty() ? cut.value(pv2, 9) : end));
        out.raw(secret ? ",\"labels\":[\"SECRET_ADDRESS\"]" : ",\"labels\":[]");
    }

    private void addressed() {
        out.raw(",\"addressedTo\":[");
        int prd = referral ? receiver(-1) : -1;
        if (prd >= 0) {
            String kind = cut.value(prd, 7, 2);
            String number = cut.value(prd, 7, 1);
            if (!number.isEmpty() && ("AGB".equals(kind) || "VEKTIS".equals(kind))) {
                out.element("agb|" + number);
            }
            String facility = cut.value(prd, 4, 1);
            if (!facility.isEmpty()) {
                out.element("facility|" + facility);
            }
        }
        out.raw("]");
    }

    private int receiver(int after) {
        return provider("RT", after);
    }

    private int provider(String role, int after) {
        int prd = cut.next("PRD", after);
        while (prd >= 0 && !role.equals(cut.value(prd, 1, 1))) {
            prd = cut.next("PRD", prd);
        }
        return prd;
    }

    private void needs() {
        out.raw(",\"needs\":[");
        if (referral) {
            for (int obx = cut.first("OBX"); obx >= 0; obx = cut.next("OBX", obx)) {
                String score = "ZRM2017-01".equals(cut.value(obx, 3, 1)) ? cut.value(obx, 5) : "";
                if ("1".equals(score) || "2".equals(score)) {
                    out.element("debts");
                    break;
                }
            }
            int rf1 = cut.first("RF1");
            if ("99GW".equals(cut.value(rf1, 10, 3)) && "O".equals(cut.value(rf1, 10, 1))) {
                out.element("shelter");
            }
        }
        out.raw("]");
    }

    /** The number whose type or authority says that it is the BSN, proved. */
    private String bsn() {
        String found = numbered(5, 1, "NNNLD");
        found = found.isEmpty() ? numbered(4, 1, "NLMINBIZA") : found;
        found = found.isEmpty() ? numbered(4, 2, "2.16.840.1.113883.2.4.6.3") : found;
        if (!found.isEmpty() && !HandWrittenTimes.elevenProof(found)) {
            throw new IllegalArgumentException("PID-3: no BSN");
        }
        return found;
    }

    private String numbered(int component, int subcomponent, String wanted) {
        if (!cut.field(pid, 3)) {
            return "";
        }
        int start = cut.from;
        int end = cut.to;
        for (int i = 0; cut.repetition(start, end, i); i++) {
            int from = cut.from;
            int to = cut.to;
            if (cut.component(from, to, component)
                    && cut.subcomponent(cut.from, cut.to, subcomponent)
                    && wanted.equals(cut.value())
                    && cut.component(from, to, 1)) {
                return cut.value();
            }
        }
        return "";
    }

    private boolean isBsn(int from, int to) {
        return (cut.component(from, to, 5) && "NNNLD".equals(cut.value()))
                || (cut.component(from, to, 4) && "NLMINBIZA".equals(cut.value()))
                || (cut.component(from, to, 4)
                        && cut.subcomponent(cut.from, cut.to, 2)
                        && "2.16.840.1.113883.2.4.6.3".equals(cut.value()));
    }

    /** Local numbers: as facts of the envelope the first one, as identifiers all of them. */
    private boolean local(boolean all) {
        boolean live = false;
        if (!cut.field(pid, 3)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        for (int i = 0; cut.repetition(start, end, i); i++) {
            int from = cut.from;
            int to = cut.to;
            if (isBsn(from, to)) {
                continue;
            }
            String number = cut.component(from, to, 1) ? cut.value() : "";
            String authority = cut.component(from, to, 4) ? cut.value() : "";
            if (!all) {
                out.member("localId", number);
                out.member("authority", authority);
                return true;
            }
            int mark = out.mark();
            out.comma().raw("{");
            boolean some = out.member("value", number);
            some |= !authority.isEmpty()
                    && out.member("system", "https://schakel.nl/fhir/NamingSystem/client/" + uri(authority));
            out.raw("}");
            if (!some) {
                out.back(mark);
            }
            live |= some;
        }
        return live;
    }

    private static String uri(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String municipality() {
        if (!cut.field(pid, 11)) {
            return "";
        }
        int start = cut.from;
        int end = cut.to;
        String[] towns = {"", "", "", ""};
        for (int i = 0; cut.repetition(start, end, i); i++) {
            int from = cut.from;
            int to = cut.to;
            String kind = cut.component(from, to, 7) ? cut.value() : "";
            String town = cut.component(from, to, 3) ? cut.value() : "";
            int rank = "H".equals(kind) ? 0 : "L".equals(kind) ? 1 : "BA".equals(kind) ? 2 : 3;
            towns[rank] = towns[rank].isEmpty() ? town : towns[rank];
            towns[3] = towns[3].isEmpty() ? town : towns[3];
        }
        for (String town : towns) {
            if (!town.isEmpty()) {
                return town;
            }
        }
        return "";
    }

    private int item(String category, String labels, String type) {
        int mark = out.mark();
        out.comma()
                .raw("{\"category\":\"")
                .raw(category)
                .raw("\",\"labels\":")
                .raw(labels)
                .raw(",\"resource\":{\"resourceType\":\"")
                .raw(type)
                .raw("\"");
        return mark;
    }

    private void end(int mark, boolean live) {
        if (live) {
            out.raw("}}");
        } else {
            out.back(mark);
        }
    }

    private void request() {
        int rf1 = cut.first("RF1");
        int mark = item("referral", "[]", "ServiceRequest");
        out.raw(",\"status\":\"active\",\"intent\":\"order\"");
        boolean live = identifier(cut.value(rf1, 6, 1), "https://schakel.nl/fhir/NamingSystem/referral-of/");
        live |= out.member("priority", PRIORITY.getOrDefault(cut.value(rf1, 2, 1), ""));
        String code = cut.value(rf1, 3, 1);
        String display = cut.value(rf1, 3, 2);
        if (!code.isEmpty() || !display.isEmpty()) {
            out.raw(",\"code\":{\"coding\":[{");
            if ("99GW".equals(cut.value(rf1, 3, 3))) {
                out.raw("\"system\":\"https://schakel.nl/fhir/CodeSystem/service\"");
            }
            out.member("code", code);
            out.member("display", display);
            out.raw("}]}");
            live = true;
        }
        live |= period("occurrencePeriod", cut.value(rf1, 7), cut.value(rf1, 8));
        live |= out.member("authoredOn", HandWrittenTimes.dateTime(cut.value(rf1, 9)));
        int asks = provider("RP", -1);
        if (asks >= 0) {
            live |= requester(asks);
        }
        live |= performers();
        live |= reasons(rf1);
        end(mark, live);
    }

    private boolean period(String name, String start, String end) {
        if (start.isEmpty() && end.isEmpty()) {
            return false;
        }
        out.raw(",\"").raw(name).raw("\":{");
        out.member("start", HandWrittenTimes.dateTime(start));
        out.member("end", HandWrittenTimes.dateTime(end));
        out.raw("}");
        return true;
    }

    private boolean requester(int prd) {
        int mark = out.mark();
        out.raw(",\"requester\":{\"type\":\"Practitioner\"");
        boolean live = number(cut.value(prd, 7, 2), cut.value(prd, 7, 1));
        live |= out.member("display", joined(cut.value(prd, 2, 5), cut.value(prd, 2, 2), cut.value(prd, 2, 1)));
        out.raw("}");
        if (!live) {
            out.back(mark);
        }
        return live;
    }

    private boolean performers() {
        int before = out.mark();
        boolean any = false;
        out.raw(",\"performer\":[");
        for (int prd = receiver(-1); prd >= 0; prd = receiver(prd)) {
            int mark = out.mark();
            out.comma().raw("{\"type\":\"Organization\"");
            boolean live = number(cut.value(prd, 7, 2), cut.value(prd, 7, 1));
            live |= out.member("display", joined(cut.value(prd, 2, 1), cut.value(prd, 4, 1), ""));
            out.raw("}");
            if (!live) {
                out.back(mark);
            }
            any |= live;
        }
        return kept(before, any, "]");
    }

    private boolean kept(int before, boolean live, String end) {
        if (live) {
            out.raw(end);
        } else {
            out.back(before);
        }
        return live;
    }

    private boolean reasons(int rf1) {
        if (!cut.field(rf1, 10)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        out.raw(",\"reasonCode\":[");
        for (int i = 0; cut.repetition(start, end, i); i++) {
            int from = cut.from;
            int to = cut.to;
            out.comma().raw("{\"coding\":[{");
            if (cut.component(from, to, 3) && "99GW".equals(cut.value())) {
                out.raw("\"system\":\"https://schakel.nl/fhir/CodeSystem/referral-reason\"");
            }
            out.member("code", cut.component(from, to, 1) ? cut.value() : "");
            out.member("display", cut.component(from, to, 2) ? cut.value() : "");
            out.raw("}]}");
        }
        out.raw("]");
        return true;
    }

    private boolean number(String issuer, String value) {
        if (value.isEmpty() && !ISSUER.containsKey(issuer)) {
            return false;
        }
        out.raw(",\"identifier\":{");
        out.member("system", ISSUER.getOrDefault(issuer, ""));
        out.member("value", value);
        out.raw("}");
        return true;
    }

    private static String joined(String first, String second, String third) {
        StringBuilder all = new StringBuilder(first);
        all.append(all.isEmpty() || second.isEmpty() ? "" : " ").append(second);
        return all.append(all.isEmpty() || third.isEmpty() ? "" : " ")
                .append(third)
                .toString();
    }

    private boolean identifier(String value, String system) {
        if (value.isEmpty()) {
            return false;
        }
        out.raw(",\"identifier\":[{");
        out.member("value", value);
        String facility = cut.value(msh, 4, 1);
        if (!facility.isEmpty()) {
            out.member("system", system + uri(facility));
        }
        out.raw("}]");
        return true;
    }

    private void identity() {
        int mark = item("identity", "[]", "Patient");
        boolean live = names(pid, 5, true);
        live |= out.member("gender", GENDER.getOrDefault(cut.value(pid, 8), ""));
        live |= out.member("birthDate", HandWrittenTimes.date(cut.value(pid, 7)));
        end(mark, live);
    }

    private boolean names(int segment, int field, boolean whole) {
        if (!cut.field(segment, field)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        int before = out.mark();
        boolean any = false;
        out.raw(",\"name\":[");
        for (int i = 0; cut.repetition(start, end, i); i++) {
            int from = cut.from;
            int to = cut.to;
            int mark = out.mark();
            out.comma().raw("{");
            boolean live = out.member("use", cut.component(from, to, 7) ? NAME_USE.getOrDefault(cut.value(), "") : "");
            live |= surname(from, to, whole);
            live |= given(from, to, whole);
            if (whole && cut.component(from, to, 5)) {
                out.comma().raw("\"prefix\":[");
                live |= out.element(cut.value());
                out.raw("]");
            }
            out.raw("}");
            if (!live) {
                out.back(mark);
            }
            any |= live;
        }
        return kept(before, any, "]");
    }

    private boolean surname(int from, int to, boolean whole) {
        if (!cut.component(from, to, 1)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        boolean live = out.member("family", cut.value());
        if (!whole) {
            return live;
        }
        int before = out.mark();
        boolean any = false;
        out.comma().raw("\"_family\":{\"extension\":[");
        any |= part(start, end, 2, "humanname-own-prefix");
        any |= part(start, end, 3, "humanname-own-name");
        any |= part(start, end, 4, "humanname-partner-prefix");
        any |= part(start, end, 5, "humanname-partner-name");
        return kept(before, any, "]}") || live;
    }

    private boolean part(int start, int end, int number, String name) {
        String value = cut.subcomponent(start, end, number) ? cut.value() : "";
        return extension(name, value);
    }

    private boolean extension(String name, String value) {
        if (value.isEmpty()) {
            return false;
        }
        out.comma()
                .raw("{\"url\":\"http://hl7.org/fhir/StructureDefinition/")
                .raw(name)
                .raw("\"");
        out.member("valueString", value);
        out.raw("}");
        return true;
    }

    private boolean given(int from, int to, boolean whole) {
        String first = cut.component(from, to, 2) ? cut.value() : "";
        String second = whole && cut.component(from, to, 3) ? cut.value() : "";
        if (first.isEmpty() && second.isEmpty()) {
            return false;
        }
        out.comma().raw("\"given\":[");
        out.element(first);
        out.element(second);
        out.raw("]");
        return true;
    }

    private void identifiers(String bsn) {
        int mark = item("bsn", "[]", "Patient");
        out.raw(",\"identifier\":[{\"system\":\"http://fhir.nl/fhir/NamingSystem/bsn\"");
        out.member("value", bsn);
        out.raw("}]");
        end(mark, !bsn.isEmpty());
        int local = item("health-pointer", MEDICAL, "Patient");
        out.raw(",\"identifier\":[");
        boolean live = local(true);
        out.raw("]");
        end(local, live);
    }

    private void telecoms() {
        int mark = item("contact", "[]", "Patient");
        out.raw(",\"telecom\":[");
        boolean live = telecoms(pid, 13, "");
        live |= telecoms(pid, 14, "work");
        out.raw("]");
        end(mark, live);
    }

    private boolean telecoms(int segment, int field, String use) {
        if (!cut.field(segment, field)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        boolean any = false;
        for (int i = 0; cut.repetition(start, end, i); i++) {
            any |= telecom(cut.from, cut.to, use);
        }
        return any;
    }

    private boolean telecom(int from, int to, String use) {
        String kind = cut.component(from, to, 3) ? cut.value() : "";
        String value = cut.component(from, to, 1) ? cut.value() : "";
        value = value.isEmpty() && cut.component(from, to, 4) ? cut.value() : value;
        value = value.isEmpty() && cut.component(from, to, 12) ? cut.value() : value;
        String used = use.isEmpty() && cut.component(from, to, 2) ? TELECOM_USE.getOrDefault(cut.value(), "") : use;
        if (value.isEmpty() && !TELECOM_SYSTEM.containsKey(kind)) {
            return false;
        }
        out.comma().raw("{");
        out.member("system", TELECOM_SYSTEM.getOrDefault(kind, "phone"));
        out.member("value", value);
        out.member("use", use.isEmpty() && "CP".equals(kind) ? "mobile" : used);
        out.raw("}");
        return true;
    }

    private void addresses(boolean secret) {
        int mark = item(secret ? "secret-address" : "address", secret ? "[\"SECRET_ADDRESS\"]" : "[]", "Patient");
        out.raw(",\"address\":[");
        boolean any = false;
        if (cut.field(pid, 11)) {
            int start = cut.from;
            int end = cut.to;
            for (int i = 0; cut.repetition(start, end, i); i++) {
                any |= address(cut.from, cut.to);
            }
        }
        out.raw("]");
        end(mark, any);
    }

    private boolean address(int from, int to) {
        int mark = out.mark();
        out.comma().raw("{");
        String kind = cut.component(from, to, 7) ? cut.value() : "";
        boolean live = "BA".equals(kind);
        if (live) {
            out.raw("\"extension\":[{\"url\":\"https://schakel.nl/fhir/StructureDefinition/no-fixed-address\","
                    + "\"valueBoolean\":true}]");
        }
        String use = ADDRESS_USE.getOrDefault(kind, "");
        live |= out.member("use", use);
        if (!use.isEmpty()) {
            out.member("type", "M".equals(kind) ? "postal" : "physical");
        }
        live |= street(from, to);
        live |= out.member("city", cut.component(from, to, 3) ? cut.value() : "");
        live |= out.member("postalCode", cut.component(from, to, 5) ? cut.value() : "");
        live |= out.member("country", cut.component(from, to, 6) ? cut.value() : "");
        out.raw("}");
        if (!live) {
            out.back(mark);
        }
        return live;
    }

    private boolean street(int from, int to) {
        boolean live = false;
        String suffix = cut.component(from, to, 2) ? cut.value() : "";
        boolean some = cut.component(from, to, 1);
        int start = cut.from;
        int end = cut.to;
        String line = some ? cut.value() : "";
        if (!line.isEmpty()) {
            out.comma().raw("\"line\":[");
            live = out.element(line);
            out.raw("]");
        }
        int before = out.mark();
        boolean any = false;
        out.comma().raw("\"_line\":[{\"extension\":[");
        if (some) {
            any |= part(start, end, 2, "iso21090-ADXP-streetName");
            any |= part(start, end, 3, "iso21090-ADXP-houseNumber");
        }
        any |= extension("iso21090-ADXP-buildingNumberSuffix", suffix);
        return kept(before, any, "]}]") || live;
    }

    private void state() {
        boolean finished = !cut.value(pv1, 45).isEmpty();
        String kind = cut.value(pv1, 2);
        out.raw(finished ? ",\"status\":\"finished\"" : ",\"status\":\"in-progress\"");
        out.raw(",\"class\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"");
        out.raw("O".equals(kind) || "R".equals(kind) ? "AMB" : "E".equals(kind) ? "EMER" : "IMP")
                .raw("\"}");
    }

    private void stay() {
        int mark = item("health-pointer", MEDICAL, "Encounter");
        boolean live = identifier(cut.value(pv1, 19, 1), "https://schakel.nl/fhir/NamingSystem/visit/");
        state();
        String type = cut.value(pv1, 10);
        if (!type.isEmpty()) {
            out.raw(",\"serviceType\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0069\"");
            live |= out.member("code", type);
            out.raw("}]}");
        }
        live |= participants();
        live |= period("period", cut.value(pv1, 44), "");
        String place = joined(cut.value(pv1, 3, 1), cut.value(pv1, 3, 2), cut.value(pv1, 3, 3));
        if (!place.isEmpty()) {
            out.raw(",\"location\":[{\"location\":{");
            live |= out.member("display", place);
            out.raw("}}]");
        }
        String provider = cut.value(pv1, 39);
        provider = provider.isEmpty() ? cut.value(pv1, 3, 4) : provider;
        if (!provider.isEmpty()) {
            out.raw(",\"serviceProvider\":{");
            live |= out.member("display", provider);
            out.raw("}");
        }
        end(mark, live);
    }

    private boolean participants() {
        if (!cut.field(pv1, 7)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        int before = out.mark();
        boolean any = false;
        out.raw(",\"participant\":[");
        for (int i = 0; cut.repetition(start, end, i); i++) {
            any |= participant(cut.from, cut.to);
        }
        return kept(before, any, "]");
    }

    private boolean participant(int from, int to) {
        int mark = out.mark();
        out.comma()
                .raw("{\"type\":[{\"coding\":[{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/v3-ParticipationType\",\"code\":\"ATND\"}]}],"
                        + "\"individual\":{\"type\":\"Practitioner\"");
        String issuer = cut.component(from, to, 9) ? cut.value() : "";
        boolean live = number(issuer, cut.component(from, to, 1) ? cut.value() : "");
        String title = cut.component(from, to, 6) ? cut.value() : "";
        String given = cut.component(from, to, 3) ? cut.value() : "";
        live |= out.member("display", joined(title, given, cut.component(from, to, 2) ? cut.value() : ""));
        out.raw("}}");
        if (!live) {
            out.back(mark);
        }
        return live;
    }

    private void endOfStay() {
        String end = cut.value(pv1, 45);
        end = end.isEmpty() ? cut.value(pv2, 9) : end;
        String disposition = cut.value(pv1, 36);
        String to = cut.value(pv1, 37, 1);
        if (end.isEmpty() && disposition.isEmpty() && to.isEmpty()) {
            return;
        }
        int mark = item("referral", "[]", "Encounter");
        state();
        period("period", "", end);
        if (!disposition.isEmpty() || !to.isEmpty()) {
            out.raw(",\"hospitalization\":{\"dischargeDisposition\":{");
            if (!disposition.isEmpty()) {
                out.raw("\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0112\"");
                out.member("code", disposition);
                out.raw("}]");
            }
            out.member("text", to);
            out.raw("}}");
        }
        end(mark, true);
    }

    private void contacts() {
        for (int nk1 = cut.first("NK1"); nk1 >= 0; nk1 = cut.next("NK1", nk1)) {
            int mark = item("network", "[]", "RelatedPerson");
            int before = out.mark();
            out.raw(",\"relationship\":[");
            boolean live = kept(before, codings(nk1, 3) | codings(nk1, 7), "]");
            live |= names(nk1, 2, false);
            int telecom = out.mark();
            out.raw(",\"telecom\":[");
            live |= kept(telecom, telecoms(nk1, 5, ""), "]");
            end(mark, live);
        }
    }

    private boolean codings(int segment, int field) {
        if (!cut.field(segment, field)) {
            return false;
        }
        int start = cut.from;
        int end = cut.to;
        boolean any = false;
        for (int i = 0; cut.repetition(start, end, i); i++) {
            int from = cut.from;
            int to = cut.to;
            int mark = out.mark();
            out.comma().raw("{\"coding\":[{");
            boolean live = coding(from, to);
            out.raw("}]}");
            if (!live) {
                out.back(mark);
            }
            any |= live;
        }
        return any;
    }

    private boolean coding(int from, int to) {
        String system = cut.component(from, to, 3) ? CODE_SYSTEM.getOrDefault(cut.value(), "") : "";
        boolean live = out.member("system", system);
        live |= out.member("code", cut.component(from, to, 1) ? cut.value() : "");
        return out.member("display", cut.component(from, to, 2) ? cut.value() : "") || live;
    }

    private void diagnoses() {
        for (int dg1 = cut.first("DG1"); dg1 >= 0; dg1 = cut.next("DG1", dg1)) {
            int mark = item("health-detail", MEDICAL, "Condition");
            String certainty = CERTAINTY.getOrDefault(cut.value(dg1, 6), "");
            boolean live = !certainty.isEmpty();
            if (live) {
                out.raw(",\"verificationStatus\":{\"coding\":[{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/condition-ver-status\"");
                out.member("code", certainty);
                out.raw("}]}");
            }
            if (cut.field(dg1, 3) && cut.repetition(cut.from, cut.to, 0)) {
                int before = out.mark();
                int from = cut.from;
                int to = cut.to;
                out.raw(",\"code\":{\"coding\":[{");
                live |= kept(before, coding(from, to), "}]}");
            }
            live |= out.member("recordedDate", HandWrittenTimes.dateTime(cut.value(dg1, 5)));
            end(mark, live);
        }
    }

    private void scores() {
        for (int obx = cut.first("OBX"); obx >= 0; obx = cut.next("OBX", obx)) {
            if (!"99ZRM".equals(cut.value(obx, 3, 3))) {
                continue;
            }
            int mark = item("zrm", "[]", "Observation");
            String domain = cut.value(obx, 3, 1);
            out.member("status", RESULT.getOrDefault(cut.value(obx, 11), "final"));
            out.raw(",\"code\":{\"coding\":[{\"system\":\"https://schakel.nl/fhir/CodeSystem/zrm-")
                    .raw(domain.startsWith("ZRM2013") ? "2013" : "2017")
                    .raw("\"");
            boolean live = out.member("code", domain);
            live |= out.member("display", cut.value(obx, 3, 2));
            out.raw("}]}");
            live |= out.member("effectiveDateTime", HandWrittenTimes.dateTime(cut.value(obx, 14)));
            live |= score(cut.value(obx, 5));
            end(mark, live);
        }
    }

    private boolean score(String value) {
        if (value.isEmpty()) {
            return false;
        }
        int score = Integer.parseInt(value);
        if (score < 1 || score > 5) {
            throw new IllegalArgumentException("OBX-5: no score");
        }
        out.raw(",\"valueInteger\":").raw(Integer.toString(score));
        return true;
    }

    private void notes() {
        int mark = out.mark();
        boolean any = false;
        if (referral) {
            mark = item("health-detail", MEDICAL, "ServiceRequest");
            out.raw(",\"note\":[");
        }
        for (int nte = cut.first("NTE"); nte >= 0; nte = cut.next("NTE", nte)) {
            String note = cut.value(nte, 3);
            if (!note.isEmpty()) {
                any = true;
                note(note);
            }
        }
        if (referral) {
            out.raw("]");
            end(mark, any);
        }
    }

    private void note(String note) {
        if (referral) {
            out.comma().raw("{");
            out.member("text", note);
            out.raw("}");
            return;
        }
        int mark = item("health-detail", MEDICAL, "Observation");
        out.raw(",\"status\":\"final\",\"code\":{\"text\":\"Toelichting\"}");
        end(mark, out.member("valueString", note));
    }
}
