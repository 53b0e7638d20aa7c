package nl.schakel.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.demo.PartnerVoice;

/**
 * What a door answered.
 *
 * @param accepts whether the sender may forget the message now
 * @param refusal what it says otherwise, in codes
 * @param bytes the answer as it came
 */
record CrashAnswer(boolean accepts, String reference, String refusal, byte[] bytes) {
    private static final Pattern MSA = Pattern.compile("\rMSA\\|([A-Z]{2})\\|[^|\r]*\\|?([^|\r]*)");
    private static final Pattern CODE = Pattern.compile("SCH-\\d{4}");
    private static final ObjectMapper JSON = new ObjectMapper();

    static CrashAnswer ofHl7(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        Matcher msa = MSA.matcher(text);
        if (!msa.find()) {
            return new CrashAnswer(false, "", "unreadable", answer);
        }
        String code = msa.group(1);
        return new CrashAnswer(code.equals("AA"), msa.group(2), code + " " + problem(text), answer);
    }

    static CrashAnswer ofHttp(PartnerVoice.Answer answer) {
        return new CrashAnswer(
                answer.isGood(),
                answer.reference().orElse(""),
                "HTTP " + answer.status() + " " + problem(answer.text()),
                answer.body());
    }

    /** A file's receipt; the crash test's tables have one row. */
    static CrashAnswer ofReceipt(byte[] receipt) throws IOException {
        JsonNode line = JSON.readTree(receipt).at("/berichten/0");
        String reference = line.path("kenmerk").asText();
        return new CrashAnswer(!reference.isEmpty(), reference, "receipt " + problem(line.toString()), receipt);
    }

    private static String problem(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? code.group() : "?";
    }

    boolean saysAs(CrashAnswer other) {
        return Arrays.equals(bytes, other.bytes);
    }
}
