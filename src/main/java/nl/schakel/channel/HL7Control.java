package nl.schakel.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The few fields of HL7 v2 that belong to the transport: MSH-10 and the MSA segment of the answer. */
record HL7Control(String id) {
    private static final List<String> NO_ANSWER = List.of("", "", "");

    /** Reads MSH-10; empty when the message has none. */
    static HL7Control ofMessage(byte[] message) {
        return new HL7Control(field(segment(message, "MSH"), 9));
    }

    boolean isAnsweredBy(byte[] acknowledgement) {
        return !id.isEmpty() && id.equals(field(segment(acknowledgement, "MSA"), 2));
    }

    /** MSA-1: AA, AE, AR, CA, CE or CR. */
    static String code(byte[] acknowledgement) {
        return field(segment(acknowledgement, "MSA"), 1);
    }

    private static List<String> segment(byte[] message, String name) {
        for (String segment : new String(message, StandardCharsets.ISO_8859_1).split("\r", -1)) {
            if (segment.startsWith(name) && segment.length() > name.length()) {
                String separator = segment.substring(name.length(), name.length() + 1);
                return List.of(segment.split(java.util.regex.Pattern.quote(separator), -1));
            }
        }
        return NO_ANSWER;
    }

    private static String field(List<String> segment, int place) {
        return place < segment.size() ? segment.get(place) : "";
    }
}
