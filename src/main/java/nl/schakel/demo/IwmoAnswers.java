package nl.schakel.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.ReferralReference;

/**
 * Prepares the messages with which a provider or a municipality could answer iWmo, each a file to be sent: {@code
 * <reference>-start.xml} (WMO305), {@code -nee.xml} (WMO319), {@code -retour-goed.xml} and {@code -retour-fout.xml}.
 */
final class IwmoAnswers {
    private static final String RELEASE = "http://www.istandaarden.nl/iwmo/3_2/";

    private static final String HEADER = """
            <?xml version="1.0" encoding="UTF-8"?>
            <w:Bericht xmlns:w="%1$swmo%2$s/schema" xmlns:i="%1$sbasisschema/schema" xmlns:iwmo="%1$sbasisschema/schema">\
            <w:Header><w:BerichtCode>%3$s</w:BerichtCode><w:BerichtVersie>3</w:BerichtVersie><w:BerichtSubversie>2</w:BerichtSubversie>\
            <w:Afzender>%4$s</w:Afzender><w:Ontvanger>%5$s</w:Ontvanger>\
            <w:BerichtIdentificatie><i:Identificatie>%6$s</i:Identificatie><i:Dagtekening>%7$s</i:Dagtekening></w:BerichtIdentificatie>\
            <w:XsdVersie><i:BasisschemaXsdVersie>1.0.0</i:BasisschemaXsdVersie><i:BerichtXsdVersie>1.0.0</i:BerichtXsdVersie></w:XsdVersie>\
            %8$s</w:Header>%9$s</w:Bericht>
            """;

    private static final String RETURNED = """
            <w:IdentificatieRetour>%1$s</w:IdentificatieRetour><w:DagtekeningRetour>%2$s</w:DagtekeningRetour>\
            <w:XsdVersieRetour><i:BasisschemaXsdVersie>1.0.0</i:BasisschemaXsdVersie><i:BerichtXsdVersie>1.0.0</i:BerichtXsdVersie></w:XsdVersieRetour>\
            <w:RetourCodes><w:RetourCode>%3$s</w:RetourCode></w:RetourCodes>""";

    private final Path folder;
    private final Clock clock;

    IwmoAnswers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Does nothing for a message that is answered with nothing. */
    void prepare(StufText envelope) throws IOException {
        Optional<StufText> carried = envelope.carried();
        Optional<String> wmo = carried.flatMap(StufText::wmo);
        Optional<ReferralReference> reference = carried.flatMap(
                        message -> message.element("ToewijzingNummer").or(() -> message.element("ReferentieAanbieder")))
                .flatMap(ReferralReference::parse);
        if (reference.isPresent() && ("301".equals(wmo.orElse("")) || "315".equals(wmo.orElse("")))) {
            write(reference.get().text(), new Asked(envelope, carried.get(), wmo.get()));
        }
    }

    private record Asked(StufText envelope, StufText message, String wmo) {
        String of(String element) {
            return message.element(element).orElse("");
        }

        StufText.Parties back() {
            return new StufText.Parties(
                    envelope.element("ontvanger", "organisatie").orElse(""),
                    envelope.element("zender", "organisatie").orElse(""));
        }
    }

    private void write(String reference, Asked asked) throws IOException {
        Path last = folder.resolve(reference + "-retour-goed.xml");
        if (Files.exists(last)) {
            return;
        }
        if (asked.wmo().equals("301")) {
            file(reference + "-start.xml", forth(asked, "WMO305", message(asked, "305", "418", start(asked))));
        } else {
            file(reference + "-nee.xml", forth(asked, "WMO319", message(asked, "319", "482", no(reference))));
        }
        file(reference + "-retour-fout.xml", back(asked, "0001"));
        file(reference + "-retour-goed.xml", back(asked, "0200"));
    }

    private void file(String name, byte[] content) throws IOException {
        DurableFile.write(folder.resolve(name), content);
    }

    private byte[] forth(Asked asked, String function, String message) {
        return StufText.envelope(
                asked.back(),
                function,
                UUID.randomUUID().toString(),
                clock.instant(),
                Optional.empty(),
                message.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] back(Asked asked, String code) {
        String wmo = asked.wmo().equals("301") ? "302" : "316";
        return StufText.envelope(
                asked.back(),
                "WMO" + wmo,
                UUID.randomUUID().toString(),
                clock.instant(),
                asked.envelope().element("referentienummer"),
                returned(asked, wmo, code).getBytes(StandardCharsets.UTF_8));
    }

    /** Sender and receiver change places. */
    private String message(Asked asked, String wmo, String code, String content) {
        return HEADER.formatted(
                RELEASE, wmo, code, asked.of("Ontvanger"), asked.of("Afzender"), shortId(), today(), "", content);
    }

    /** A return message keeps the header of what it answers. */
    private String returned(Asked asked, String wmo, String code) {
        return HEADER.formatted(
                RELEASE,
                wmo,
                wmo.equals("302") ? "415" : "445",
                asked.of("Afzender"),
                asked.of("Ontvanger"),
                asked.of("Identificatie"),
                asked.of("Dagtekening"),
                RETURNED.formatted(shortId(), today(), code),
                "");
    }

    private String start(Asked asked) {
        String message = asked.message().text();
        int end = message.indexOf("</wmo301:Naam>") + "</wmo301:Naam>".length();
        String client = message.substring(message.indexOf("<wmo301:Bsn>"), end).replace("wmo301:", "w:");
        return "<w:Client>" + client + "<w:StartProducten><w:StartProduct><w:ToewijzingNummer>"
                + asked.of("ToewijzingNummer") + "</w:ToewijzingNummer><w:Product>" + asked.of("Product")
                + "</w:Product><w:ToewijzingIngangsdatum>" + asked.of("Ingangsdatum")
                + "</w:ToewijzingIngangsdatum><w:Begindatum>" + today()
                + "</w:Begindatum><w:StatusAanlevering>1</w:StatusAanlevering></w:StartProduct></w:StartProducten></w:Client>";
    }

    private static String no(String reference) {
        return "<w:Antwoord><w:ReferentieAanbieder>" + reference
                + "</w:ReferentieAanbieder><w:VerzoekAntwoord>1</w:VerzoekAntwoord>"
                + "<w:RedenAfwijzingVerzoek>5</w:RedenAfwijzingVerzoek></w:Antwoord>";
    }

    private String today() {
        return LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/Amsterdam"))
                .toString();
    }

    /** iWmo's own numbers have twelve characters. */
    private static String shortId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }
}
