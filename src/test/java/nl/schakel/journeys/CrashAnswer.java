package nl.schakel.journeys;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an HL7 answer says. */
record CrashAnswer(String code, String reference, String refusal) {
    private static final Pattern MSA = Pattern.compile("\rMSA\\|([A-Z]{2})\\|[^|\r]*\\|?([^|\r]*)");
    private static final Pattern CODE = Pattern.compile("SCH-\\d{4}");

    static CrashAnswer of(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        Matcher msa = MSA.matcher(text);
        if (!msa.find()) {
            return new CrashAnswer("", "", "unreadable");
        }
        Matcher code = CODE.matcher(text);
        return new CrashAnswer(msa.group(1), msa.group(2), msa.group(1) + " " + (code.find() ? code.group() : "?"));
    }

    boolean accepts() {
        return code.equals("AA");
    }
}
