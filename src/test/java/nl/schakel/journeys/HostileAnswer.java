package nl.schakel.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a door said to one case.
 *
 * @param words a word for each message, as {@link HostileCase} has them
 * @param text all of it, a character for each byte
 * @param millis from the last byte that was sent to the last that came back
 */
record HostileAnswer(List<String> words, String text, long millis) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MSA = Pattern.compile("\rMSA\\|([A-Z]{2})\\|");
    /** Bytes and columns move with the ids of a run. */
    private static final Pattern COUNTED = Pattern.compile("\\b(byte|column) \\d+");

    private static final Pattern CODE = Pattern.compile("SCH-\\d{4}");
    private static final Pattern SENTENCE =
            Pattern.compile("SCH-\\d{4} [^\r\n<]*? At (.*?)\\. (?:Seen|Expected|Again|[A-Z])");

    /** The same words one behind another are counted. */
    String said() {
        List<String> all = new ArrayList<>();
        int from = 0;
        while (from < words.size()) {
            int to = from;
            while (to < words.size() && words.get(to).equals(words.get(from))) {
                to++;
            }
            all.add(to - from > 1 ? words.get(from) + " x" + (to - from) : words.get(from));
            from = to;
        }
        return String.join("; ", all);
    }

    static HostileAnswer ofHl7(List<String> frames, long millis) {
        List<String> words = new ArrayList<>();
        for (String frame : frames) {
            Matcher msa = MSA.matcher(frame);
            boolean taken = msa.find() && msa.group(1).equals("AA");
            words.add(taken ? "taken" : refusal(frame, place(frame).map(HostileAnswer::plain)));
        }
        return new HostileAnswer(words.isEmpty() ? List.of("silent") : words, String.join("\n", frames), millis);
    }

    /** @param answers status line, header lines, empty line and body of each */
    static HostileAnswer ofHttp(List<String> answers, long millis) {
        List<String> words = new ArrayList<>();
        for (String answer : answers) {
            String status = answer.substring(9, 12);
            String body = answer.substring(Math.max(0, answer.indexOf("\r\n\r\n") + 4));
            if (!status.startsWith("1")) {
                words.add(status.startsWith("2") ? "taken" : httpRefusal(status, body));
            }
        }
        return new HostileAnswer(words.isEmpty() ? List.of("silent") : words, String.join("\n", answers), millis);
    }

    /** A fault of SOAP is 500 by its standard, also where the sender is at fault: it must say so, with our code. */
    private static String httpRefusal(String status, String body) {
        boolean fault = body.contains("faultcode>soap:Client<") || body.contains(":Client</faultcode>");
        if (status.startsWith("5") && !fault) {
            return "HTTP " + status + " " + code(body);
        }
        return CODE.matcher(body).find() ? refusal(body, inJson(body).or(() -> place(body))) : "HTTP " + status;
    }

    static HostileAnswer ofReceipt(byte[] receipt, long millis) throws IOException {
        List<String> words = new ArrayList<>();
        for (JsonNode line : JSON.readTree(receipt).path("berichten")) {
            words.add(
                    line.path("uitkomst").asText().equals("aangenomen")
                            ? "taken"
                            : refusal(line.toString(), text(line.path("plaats"))));
        }
        return new HostileAnswer(words, HostileText.latin(receipt), millis);
    }

    private static String refusal(String text, Optional<String> place) {
        return code(text)
                + place.map(p -> " @" + COUNTED.matcher(p).replaceAll("$1 n")).orElse("");
    }

    private static String code(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? code.group() : "?";
    }

    private static Optional<String> place(String text) {
        Matcher sentence = SENTENCE.matcher(text);
        return sentence.find() ? Optional.of(sentence.group(1)) : Optional.empty();
    }

    /** HL7's escapes undone. */
    private static String plain(String place) {
        return place.replace("\\T\\", "&")
                .replace("\\S\\", "^")
                .replace("\\R\\", "~")
                .replace("\\F\\", "|");
    }

    private static Optional<String> inJson(String body) {
        try {
            JsonNode answer = JSON.readTree(body.getBytes(StandardCharsets.ISO_8859_1));
            JsonNode issue = answer.path("issue").path(0);
            return text(answer.path("place"))
                    .or(() -> text(issue.path("expression").path(0)))
                    .or(() -> text(issue.path("location").path(0)));
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
