package nl.schakel.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough StUF-GGk for a stand-in: single elements of a message as text, and envelopes around messages. */
final class StufText {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneId.of("Europe/Amsterdam"));

    private static final String ENVELOPE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <G:%1$s xmlns:S="http://www.egem.nl/StUF/StUF0301" xmlns:G="http://www.stufstandaarden.nl/koppelvlak/ggk0210">\
            <G:stuurgegevens><S:berichtcode>%2$s</S:berichtcode>\
            <S:zender><S:organisatie>%3$s</S:organisatie><S:applicatie>Demo</S:applicatie></S:zender>\
            <S:ontvanger><S:organisatie>%4$s</S:organisatie><S:applicatie>GGk</S:applicatie></S:ontvanger>\
            <S:referentienummer>%5$s</S:referentienummer><S:tijdstipBericht>%6$s</S:tijdstipBericht>%7$s\
            <S:functie>%8$s</S:functie></G:stuurgegevens>\
            <G:parameters><G:applicatieVersie>0001</G:applicatieVersie><G:applicatieSubversie>0000</G:applicatieSubversie>\
            <G:functieVersie>0003</G:functieVersie><G:functieSubversie>0002</G:functieSubversie>\
            <G:bericht><G:xmlBestand>%9$s</G:xmlBestand></G:bericht></G:parameters></G:%1$s>
            """;

    private final String text;

    private StufText(String text) {
        this.text = text;
    }

    static StufText of(byte[] utf8) {
        return new StufText(new String(utf8, StandardCharsets.UTF_8));
    }

    /** The first element of this name, whatever its prefix; its content as it stands. */
    Optional<String> element(String name) {
        Matcher found = Pattern.compile(
                        "<(?:[\\w.-]+:)?" + name + "(?:\\s[^>]*)?>(.*?)</(?:[\\w.-]+:)?" + name + ">", Pattern.DOTALL)
                .matcher(text);
        return found.find() ? Optional.of(found.group(1).strip()) : Optional.empty();
    }

    /** Content of an element inside another. */
    Optional<String> element(String outer, String name) {
        return element(outer).flatMap(content -> new StufText(content).element(name));
    }

    /** The message in the envelope. */
    Optional<StufText> carried() {
        return element("xmlBestand")
                .filter(base64 -> base64.matches("[A-Za-z0-9+/=\\s]+"))
                .map(base64 -> of(Base64.getMimeDecoder().decode(base64)));
    }

    /** Which message of iWmo this is, such as {@code 301}. */
    Optional<String> wmo() {
        Matcher found = Pattern.compile("/iwmo/\\d_\\d/wmo(\\d{3})/schema").matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    String text() {
        return text;
    }

    /** Who sends what to whom in an envelope. */
    record Parties(String sender, String receiver) {}

    /** @param crossed the number that is answered; then it is a return message (Du01) */
    static byte[] envelope(
            Parties parties, String function, String number, Instant at, Optional<String> crossed, byte[] message) {
        return ENVELOPE.formatted(
                        crossed.isPresent() ? "envelopRetourbericht-ggk_Du01" : "envelopHeenbericht-ggk_Di01",
                        crossed.isPresent() ? "Du01" : "Di01",
                        parties.sender(),
                        parties.receiver(),
                        number,
                        STAMP.format(at),
                        crossed.map(c -> "<S:crossRefnummer>" + c + "</S:crossRefnummer>")
                                .orElse(""),
                        function,
                        Base64.getEncoder().encodeToString(message))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An envelope for a message of iWmo, made of nothing but the message: the same message gives the same envelope. */
    static byte[] around(byte[] message) {
        StufText iwmo = new StufText(new String(message, StandardCharsets.ISO_8859_1));
        Instant at = iwmo.element("Dagtekening")
                .filter(day -> day.matches("\\d{4}-\\d{2}-\\d{2}"))
                .map(day -> Instant.parse(day + "T10:00:00Z"))
                .orElse(Instant.EPOCH);
        UUID named = UUID.nameUUIDFromBytes(message);
        UUID number = new UUID((named.getMostSignificantBits() & ~0xF000L) | 0x4000L, named.getLeastSignificantBits());
        return envelope(
                new Parties(
                        iwmo.element("Afzender").orElse("-"),
                        iwmo.element("Ontvanger").orElse("-")),
                "WMO" + iwmo.wmo().orElse("000"),
                number.toString(),
                at,
                Optional.empty(),
                message);
    }

    /** In a SOAP 1.1 envelope, as it goes over the line. */
    static byte[] soap(byte[] document) {
        String bare = new String(document, StandardCharsets.UTF_8).replaceFirst("\\A\\s*<\\?xml[^>]*\\?>\\s*", "");
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                        + bare.strip() + "</soap:Body></soap:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    static String stamp(Instant at) {
        return STAMP.format(at);
    }
}
