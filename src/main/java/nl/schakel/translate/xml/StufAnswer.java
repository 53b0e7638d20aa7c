package nl.schakel.translate.xml;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * The synchronous answers to an asynchronous StUF message, in their SOAP envelope: Bv03 when it was taken, Fo03 in a
 * fault when it was not, and a bare fault when what came is no StUF. It repeats nothing but the message's own numbers and
 * parties.
 */
public final class StufAnswer {
    private static final String STUF = "http://www.egem.nl/StUF/StUF0301";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneId.of("Europe/Amsterdam"));
    /** The organisation is not known in the exchange; StUF-GGk. */
    private static final String ORGANISATION_UNKNOWN = "IB210";
    /** The process failed; StUF 3.01, for every other reason: the details say which. */
    private static final String FAILED = "StUF058";
    /** Length of {@code Foutomschrijving} and {@code Foutdetails}. */
    private static final int DESCRIPTION = 200;

    private static final int DETAILS = 1000;

    private StufAnswer() {}

    /** @param number referentienummer of the answer, a UUID of version 4 */
    public static byte[] taken(StufPeek original, String number, Instant at) {
        XmlEncoder xml = envelope();
        begin(xml, "StUF:Bv03Bericht", "xmlns:StUF", STUF);
        control(xml, "Bv03", original, number, at);
        xml.end("StUF:Bv03Bericht");
        return closed(xml);
    }

    /** @param original empty when what came cannot be read as StUF */
    public static byte[] refused(Optional<StufPeek> original, String number, Instant at, Problem problem) {
        XmlEncoder xml = envelope();
        begin(xml, "soap:Fault");
        element(xml, "faultcode", isOurs(problem) ? "soap:Server" : "soap:Client");
        element(xml, "faultstring", problem.code().id() + ' ' + problem.code().english());
        begin(xml, "detail");
        if (original.isPresent()) {
            begin(xml, "StUF:Fo03Bericht", "xmlns:StUF", STUF);
            control(xml, "Fo03", original.get(), number, at);
            fault(xml, problem);
            xml.end("StUF:Fo03Bericht");
        } else {
            bare(xml, problem);
        }
        xml.end("detail");
        xml.end("soap:Fault");
        return closed(xml);
    }

    private static void fault(XmlEncoder xml, Problem problem) {
        begin(xml, "StUF:body");
        element(xml, "StUF:code", isUnknownSender(problem) ? ORGANISATION_UNKNOWN : FAILED);
        element(xml, "StUF:plek", isOurs(problem) ? "server" : "client");
        element(
                xml,
                "StUF:omschrijving",
                cut(problem.code().id() + ' ' + problem.code().dutch(), DESCRIPTION));
        element(xml, "StUF:details", details(problem));
        xml.end("StUF:body");
    }

    private static void bare(XmlEncoder xml, Problem problem) {
        begin(xml, "schakel:problem", "xmlns:schakel", "https://schakel.nl/problem");
        element(xml, "schakel:code", problem.code().id());
        element(xml, "schakel:details", details(problem));
        xml.end("schakel:problem");
    }

    /** Place, what was seen and expected, and what to do; English for IT, as everywhere. */
    private static String details(Problem problem) {
        return cut(problem.sentence(), DETAILS);
    }

    private static String cut(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters - 1) + '…';
    }

    private static boolean isOurs(Problem problem) {
        return problem.code().httpStatus() >= 500;
    }

    private static boolean isUnknownSender(Problem problem) {
        return problem.code() == ProblemCode.SENDER_UNKNOWN || problem.code() == ProblemCode.SENDER_MISMATCH;
    }

    /** Who sent it becomes who gets the answer. */
    private static void control(XmlEncoder xml, String code, StufPeek original, String number, Instant at) {
        begin(xml, "StUF:stuurgegevens");
        element(xml, "StUF:berichtcode", code);
        party(xml, "StUF:zender", original.receiver());
        party(xml, "StUF:ontvanger", original.sender());
        element(xml, "StUF:referentienummer", number);
        element(xml, "StUF:tijdstipBericht", STAMP.format(at));
        element(xml, "StUF:crossRefnummer", original.number().orElse(""));
        xml.end("StUF:stuurgegevens");
    }

    private static void party(XmlEncoder xml, String name, StufPeek.Party party) {
        begin(xml, name);
        element(xml, "StUF:organisatie", party.organisation());
        element(xml, "StUF:applicatie", party.application());
        xml.end(name);
    }

    private static XmlEncoder envelope() {
        XmlEncoder xml = new XmlEncoder();
        xml.declaration();
        begin(xml, "soap:Envelope", "xmlns:soap", SoapEnvelope.NAMESPACE);
        begin(xml, "soap:Body");
        return xml;
    }

    private static byte[] closed(XmlEncoder xml) {
        xml.end("soap:Body");
        xml.end("soap:Envelope");
        return xml.document().getBytes(StandardCharsets.UTF_8);
    }

    private static void begin(XmlEncoder xml, String name) {
        xml.begin(name);
        xml.content();
    }

    private static void begin(XmlEncoder xml, String name, String attribute, String value) {
        xml.begin(name);
        xml.attribute(attribute, value);
        xml.content();
    }

    private static void element(XmlEncoder xml, String name, String value) {
        begin(xml, name);
        xml.value(value);
        xml.end(name);
    }
}
