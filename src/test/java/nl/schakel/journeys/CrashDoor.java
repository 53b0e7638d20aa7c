package nl.schakel.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The doors through which the crash test sends: the same client means the same three receivers at each. */
enum CrashDoor {
    MLLP(CrashDoor::hl7, StandardCharsets.ISO_8859_1),
    FHIR(CrashDoor::bundle, StandardCharsets.UTF_8),
    FILE(CrashDoor::table, Charset.forName("windows-1252"));

    private static final String EXAMPLE = read(Path.of("mappings/fhir/r4/examples/10-transaction/input.json"));

    private final Function<Person, String> form;
    private final Charset charset;

    CrashDoor(Function<Person, String> form, Charset charset) {
        this.form = form;
        this.charset = charset;
    }

    /** Who is referred, and by which number of the sender's. */
    record Person(String id, String family, String bsn) {}

    byte[] message(String id, String family, String bsn) {
        return form.apply(new Person(id, family, bsn)).getBytes(charset);
    }

    private static String hl7(Person person) {
        String family = person.family();
        return String.join(
                        "\r",
                        "MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|20260410130000+0200||REF^I12^REF_I12|" + person.id()
                                + "|P|2.5|||AL|NE|NLD|8859/1",
                        "RF1|P^Pending^HL70283|A^ASAP^HL70280|CTI^Critical Time Intervention^99GW|||REF-" + person.id()
                                + "|20260410|20260710||O^Ontslag zonder woning^99GW",
                        "PRD|RP^Referring Provider^HL70286|de Groot^A.^^^dr.||HIC^3^1^GGZ-NOORD|||01234567^VEKTIS",
                        "PRD|RT^Referred to Provider^HL70286|Toegang||MO-EINDHOVEN|||90001234^AGB",
                        "PID|1||P" + person.bsn() + "^^^GGZ-NOORD^PI~" + person.bsn() + "^^^NLMINBIZA^NNNLD||" + family
                                + "&&" + family + "^Noor^^^^^L||19700517|F|||^^Eindhoven^^^NL^BA||06-00000000^PRN^CP",
                        "OBX|1|NM|ZRM2017-01^Financien^99ZRM||2|{score}|||||F|||20260409",
                        "PV1|1|I|HIC^3^1^GGZ-NOORD|U|||01234567^de Groot^A.^^^dr.^^^VEKTIS|||PSY||||7|||"
                                + "01234567^de Groot^A.^^^dr.^^^VEKTIS|IP|V" + person.id())
                + "\r";
    }

    private static String bundle(Person person) {
        Map<String, String> own = Map.of(
                "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c010",
                UUID.nameUUIDFromBytes(person.id().getBytes(StandardCharsets.US_ASCII))
                        .toString(),
                "ZH-2026-0017",
                person.id(),
                "999900523",
                person.bsn(),
                "ZH-88120",
                "ZH-" + person.bsn(),
                "Fatima TEST van den Berg",
                "Fatima " + person.family(),
                "\"van den Berg\"",
                "\"" + person.family() + "\"",
                "\"valueString\": \"Berg\"",
                "\"valueString\": \"" + person.family() + "\"");
        String text = EXAMPLE;
        for (Map.Entry<String, String> one : own.entrySet()) {
            text = text.replace(one.getKey(), one.getValue());
        }
        return text;
    }

    private static String table(Person person) {
        return "melding_id;meldingtype;bsn;achternaam;voorvoegsel;voornamen;geboortedatum;gemeente_van_inschrijving;"
                + "gemeente_van_vestiging;inrichting;datum_begin_detentie;datum_einde_detentie;soort_titel;casemanager;"
                + "casemanager_tel;bv_id_bewijs;bv_onderdak;bv_inkomen;bv_schulden;bv_zorg;"
                + "toestemming_basisvoorwaarden\r\n"
                + person.id() + ";einde;" + person.bsn() + ";" + person.family()
                + ";;Johan;1984-05-17;0794;0772;PI Grave;"
                + "2026-01-15;2026-12-30;V;K. Post;024-1111111;op_orde;niet_op_orde;op_orde;niet_op_orde;op_orde;"
                + "ja 2026-04-15\r\n";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
