package nl.schakel.bench.gateway;

import java.nio.charset.StandardCharsets;

/** The shortest AA to an HL7 message: its MSH with the type changed, and its control id. */
final class Acknowledged {
    private static final int CONTROL_ID = 9;

    private Acknowledged() {}

    static byte[] of(byte[] message) {
        return ("MSH|^~\\&|||||20260101000000||ACK|A" + controlId(message) + "|P|2.5\rMSA|AA|" + controlId(message)
                        + "\r")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static String controlId(byte[] message) {
        String text = new String(message, 0, Math.min(message.length, 300), StandardCharsets.ISO_8859_1);
        return text.split("\\|", CONTROL_ID + 2)[CONTROL_ID];
    }
}
