package nl.schakel.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 7468 text: labelled base64 between two lines. */
record Pem(String label, byte[] der) {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String CRL = "X509 CRL";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");

    /** Every block in its order; what stands between blocks is commentary. Empty when a block's base64 is broken. */
    static Optional<List<Pem>> read(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
                blocks.add(new Pem(matcher.group(1), der));
            } catch (IllegalArgumentException brokenBase64) {
                return Optional.empty();
            }
        }
        return Optional.of(blocks);
    }

    String text() {
        String body = LINES.encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static byte[] bytes(List<Pem> blocks) {
        StringBuilder text = new StringBuilder();
        blocks.forEach(block -> text.append(block.text()));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "Pem[" + label + "]";
    }
}
