package nl.schakel.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Just enough HL7 v2 for a stand-in ward: the control id of a message and the ACK to it. */
final class Hl7Reply {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'").withZone(ZoneOffset.UTC);
    private static final int CONTROL_ID = 9;

    private final String[] header;

    private Hl7Reply(String[] header) {
        this.header = header;
    }

    /** Reads MSH; empty when the message does not start with it or has no control id. */
    static Optional<Hl7Reply> to(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String segment = text.split("\r", 2)[0];
        if (!segment.startsWith("MSH") || segment.length() < 8) {
            return Optional.empty();
        }
        String[] fields = segment.split(java.util.regex.Pattern.quote(segment.substring(3, 4)), -1);
        return fields.length > CONTROL_ID && !fields[CONTROL_ID].isBlank()
                ? Optional.of(new Hl7Reply(fields))
                : Optional.empty();
    }

    String controlId() {
        return header[CONTROL_ID];
    }

    /** The acknowledgement with this code ({@code AA}, {@code AR}); sender and receiver change places. */
    byte[] acknowledge(String code, Clock clock) {
        String version = header.length > 11 && !header[11].isBlank() ? header[11] : "2.5";
        String now = STAMP.format(clock.instant());
        String segment = String.join(
                "|",
                "MSH",
                "^~\\&",
                header[4],
                header[5],
                header[2],
                header[3],
                now,
                "",
                "ACK",
                "A" + controlId(),
                "P",
                version);
        return (segment + "\rMSA|" + code + "|" + controlId() + "\r").getBytes(StandardCharsets.ISO_8859_1);
    }
}
