package nl.schakel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.ReferralReference;

/**
 * What the gateway answered, readable.
 *
 * @param facts by name, in the order to print: answer, reference, receipt, reason
 */
record Verdict(int exit, Map<String, String> facts) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,12}-[0-9X]");
    private static final Pattern STUF = Pattern.compile("berichtcode>(Bv0\\d|Fo0\\d)<");
    private static final Pattern RECEIPT = Pattern.compile("eyJ[\\w-]{10,}\\.[\\w-]*\\.[\\w-]{20,}");

    /** Reads an HL7 acknowledgement: MSA-1, and of every ERR its place, code and text. */
    static Verdict ofHl7(byte[] ack) {
        String text = new String(ack, StandardCharsets.ISO_8859_1);
        Map<String, String> facts = new LinkedHashMap<>();
        String code = field(text, "MSA", 1);
        facts.put("answer", code + " to message " + field(text, "MSA", 2));
        found(REFERENCE, text).ifPresent(reference -> facts.put("reference", reference));
        found(RECEIPT, text).ifPresent(receipt -> facts.put("receipt", receipt));
        if ("AA".equals(code) && !facts.containsKey("reference")) {
            facts.put("note", field(text, "MSA", 3));
        }
        if (!"AA".equals(code)) {
            facts.put("reason", reasons(text));
        }
        return new Verdict("AA".equals(code) ? Exit.OK : Exit.FINDING, facts);
    }

    private static String reasons(String ack) {
        String errors = ack.lines()
                .filter(segment -> segment.startsWith("ERR|"))
                .map(segment -> segment.substring("ERR|".length())
                        .replaceAll("\\|+", " | ")
                        .strip())
                .collect(Collectors.joining("; "));
        return errors.isEmpty() ? field(ack, "MSA", 3) : errors;
    }

    private static String field(String message, String segment, int number) {
        return message.lines()
                .filter(line -> line.startsWith(segment + "|"))
                .map(line -> line.split("\\|", -1))
                .filter(fields -> fields.length > number)
                .map(fields -> fields[number])
                .findFirst()
                .orElse("");
    }

    /** Reads a FHIR answer: a message Bundle, a Task or an OperationOutcome. */
    static Verdict ofFhir(PartnerVoice.Answer answer) {
        String text = answer.text();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("answer", "HTTP " + answer.status());
        found(REFERENCE, text).ifPresent(reference -> facts.put("reference", reference));
        found(RECEIPT, text).ifPresent(receipt -> facts.put("receipt", receipt));
        answer.etag().ifPresent(etag -> facts.put("etag", etag));
        if (!answer.isGood()) {
            facts.put("reason", issues(answer.body()));
        }
        return new Verdict(exit(answer), facts);
    }

    /** Reads a SOAP answer: Bv03, or a fault with its details. */
    static Verdict ofSoap(PartnerVoice.Answer answer) {
        Map<String, String> facts = headed(answer);
        Matcher said = STUF.matcher(answer.text());
        facts.put("answer", said.find() ? said.group(1) : "HTTP " + answer.status());
        if (!answer.isGood()) {
            facts.put(
                    "reason",
                    element(answer.text(), "details")
                            .or(() -> element(answer.text(), "faultstring"))
                            .orElse("no reason that can be read"));
        }
        return new Verdict(answer.isGood() ? Exit.OK : Exit.FINDING, facts);
    }

    /** Reads a JSON answer: a receipt, or a problem document. */
    static Verdict ofJson(PartnerVoice.Answer answer) {
        Map<String, String> facts = headed(answer);
        if (!answer.isGood()) {
            facts.put("reason", detail(answer.body()));
        }
        return new Verdict(exit(answer), facts);
    }

    private static Map<String, String> headed(PartnerVoice.Answer answer) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("answer", "HTTP " + answer.status());
        answer.reference().ifPresent(reference -> facts.put("reference", reference));
        answer.receipt().ifPresent(receipt -> facts.put("receipt", receipt));
        return facts;
    }

    private static Optional<String> element(String xml, String name) {
        Matcher found =
                Pattern.compile("<(?:[\\w.-]+:)?" + name + ">([^<]{1,2000})<").matcher(xml);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String detail(byte[] body) {
        try {
            return JSON.readTree(body).path("detail").asText("no reason that can be read");
        } catch (IOException noJson) {
            return "no reason that can be read";
        }
    }

    /** Reads the receipt of a file: how many, and for each message its row with its reference or its refusal. */
    static Verdict ofFile(byte[] receipt) throws IOException {
        JsonNode file = JSON.readTree(receipt);
        Map<String, String> facts = new LinkedHashMap<>();
        int refused = file.path("geweigerd").asInt();
        facts.put("answer", file.path("aangenomen").asInt() + " accepted, " + refused + " refused");
        for (JsonNode message : file.path("berichten")) {
            facts.put(
                    message.has("rij") ? "row " + message.path("rij").asInt() : "file",
                    refused(message).orElseGet(() -> message.path("kenmerk").asText("noted")));
        }
        return new Verdict(refused == 0 ? Exit.OK : Exit.FINDING, facts);
    }

    private static Optional<String> refused(JsonNode message) {
        if (!message.has("code")) {
            return Optional.empty();
        }
        String place = message.path("plaats").asText("");
        return Optional.of(message.path("code").asText() + " "
                + message.path("explanation").asText()
                + (place.isEmpty() ? "" : " At " + place + ".")
                + " " + message.path("remedy").asText());
    }

    /** The facts for a person: of the signed receipt what it says; the whole is for scripts. */
    Map<String, String> readable() {
        Map<String, String> readable = new LinkedHashMap<>(facts);
        readable.computeIfPresent("receipt", (name, jws) -> {
            byte[] payload = Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]);
            return new String(payload, StandardCharsets.UTF_8) + " (signed; the whole JWS with --output json)";
        });
        return readable;
    }

    private static int exit(PartnerVoice.Answer answer) {
        if (answer.isGood()) {
            return Exit.OK;
        }
        return answer.status() == 401 || answer.status() == 403 ? Exit.DENIED : Exit.FINDING;
    }

    private static String issues(byte[] body) {
        try {
            return StreamSupport.stream(JSON.readTree(body).path("issue").spliterator(), false)
                    .map(Verdict::issue)
                    .collect(Collectors.joining("; "));
        } catch (IOException noJson) {
            return "no reason that can be read";
        }
    }

    private static String issue(JsonNode issue) {
        String place = issue.path("expression")
                .path(0)
                .asText(issue.path("location").path(0).asText(""));
        String code = issue.path("details").path("coding").path(0).path("code").asText("");
        String text = issue.path("details").path("text").asText("");
        String seen = issue.path("diagnostics").asText("");
        return Stream.of(code, text, place.isEmpty() ? "" : "At " + place + ".", seen)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (pattern != REFERENCE || ReferralReference.parse(matcher.group()).isPresent()) {
                return Optional.of(matcher.group());
            }
        }
        return Optional.empty();
    }
}
