package nl.schakel.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A partner's StUF-GGk address: keeps the exact bytes, answers Bv03, and prepares what it could answer later. */
final class SoapOffice implements Office {
    private static final String XML = "text/xml; charset=utf-8";

    private static final String ANSWER = """
            <StUF:%1$s xmlns:StUF="http://www.egem.nl/StUF/StUF0301"><StUF:stuurgegevens>\
            <StUF:berichtcode>%2$s</StUF:berichtcode>\
            <StUF:zender><StUF:organisatie>%3$s</StUF:organisatie><StUF:applicatie>Demo</StUF:applicatie></StUF:zender>\
            <StUF:ontvanger><StUF:organisatie>%4$s</StUF:organisatie><StUF:applicatie>Schakel</StUF:applicatie></StUF:ontvanger>\
            <StUF:referentienummer>%5$s</StUF:referentienummer><StUF:tijdstipBericht>%6$s</StUF:tijdstipBericht>\
            <StUF:crossRefnummer>%7$s</StUF:crossRefnummer></StUF:stuurgegevens>%8$s</StUF:%1$s>""";

    private static final String CONFLICT = "<StUF:body><StUF:code>StUF058</StUF:code><StUF:plek>client</StUF:plek>"
            + "<StUF:omschrijving>Dit referentienummer kwam eerder met een andere inhoud</StUF:omschrijving></StUF:body>";

    private final Mailbox mailbox;
    private final IwmoAnswers answers;
    private final Clock clock;

    SoapOffice(Mailbox mailbox, IwmoAnswers answers, Clock clock) {
        this.mailbox = mailbox;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public Answer take(byte[] body, Map<String, List<String>> headers) throws IOException {
        StufText message = StufText.of(body);
        Optional<String> number = message.element("referentienummer").filter(id -> id.length() <= 40);
        if (number.isEmpty() || message.element("Body").isEmpty()) {
            return fault("<faultcode>soap:Client</faultcode><faultstring>Geen StUF-bericht</faultstring>");
        }
        Mailbox.Kept kept =
                mailbox.keep(number.get(), "xml", body, Map.of("headers.json", JsonText.of(new TreeMap<>(headers))));
        if (kept == Mailbox.Kept.CONFLICT) {
            return fault("<faultcode>soap:Client</faultcode><faultstring>Conflict</faultstring><detail>"
                    + answer(message, "Fo03Bericht", "Fo03", CONFLICT) + "</detail>");
        }
        answers.prepare(message);
        return new Answer(200, XML, soap(answer(message, "Bv03Bericht", "Bv03", "")));
    }

    private String answer(StufText message, String name, String code, String more) {
        return ANSWER.formatted(
                name,
                code,
                message.element("ontvanger", "organisatie").orElse(""),
                message.element("zender", "organisatie").orElse(""),
                UUID.randomUUID(),
                StufText.stamp(clock.instant()),
                message.element("referentienummer").orElse(""),
                more);
    }

    private static Answer fault(String content) {
        return new Answer(500, XML, soap("<soap:Fault>" + content + "</soap:Fault>"));
    }

    private static byte[] soap(String content) {
        return StufText.soap(content.getBytes(StandardCharsets.UTF_8));
    }
}
