package nl.schakel.referral.evidence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The head of an HTTP request as it travels: what message signing of the API Design Rules covers besides the body.
 *
 * @param target path and query, as the request line has them
 * @param fields in their order; a name may come more than once
 */
public record RequestHead(String method, String target, List<Field> fields) {
    /** How a signature names the request line. */
    public static final String TARGET = "(request-target)";

    /** Headers that must be signed wherever a request has them; {@link #TARGET} and {@code digest} always. */
    private static final List<String> SIGNED =
            List.of("host", "origin", "content-encoding", "content-type", "content-length", "digest");

    public RequestHead {
        fields = List.copyOf(fields);
    }

    /** Out of the lines that a signature is over; empty when there is no request line among them. */
    public static Optional<RequestHead> of(String signedText) {
        List<Field> lines = Stream.of(signedText.split("\n", -1))
                .map(line -> line.split(": ", 2))
                .map(line -> new Field(line[0], line.length == 2 ? line[1] : ""))
                .toList();
        return lines.stream()
                .filter(line -> line.name().equals(TARGET) && line.value().indexOf(' ') > 0)
                .findFirst()
                .map(line -> new RequestHead(
                        line.value().substring(0, line.value().indexOf(' ')),
                        line.value().substring(line.value().indexOf(' ') + 1),
                        lines.stream()
                                .filter(field -> !field.name().equals(TARGET))
                                .toList()));
    }

    /** One header. */
    public record Field(String name, String value) {
        @Override
        public String toString() {
            return "Field[" + name + "]";
        }
    }

    /** The values under this name, however it is written. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** What a signature over this request has to name, in the order in which we name it. */
    public List<String> toBeSigned() {
        return Stream.concat(
                        Stream.of(TARGET),
                        SIGNED.stream().filter(name -> !values(name).isEmpty()))
                .toList();
    }

    /**
     * The text that is signed (ETSI TS 119 182-1 clause 5.2.8.2).
     *
     * @param names in lower case
     * @return empty unless each of them stands in the request exactly once
     */
    public Optional<byte[]> signedText(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            List<String> values =
                    name.equals(TARGET) ? List.of(method.toLowerCase(Locale.ROOT) + ' ' + target) : values(name);
            if (values.size() != 1) {
                return Optional.empty();
            }
            text.append(text.length() == 0 ? "" : "\n")
                    .append(name)
                    .append(": ")
                    .append(values.get(0).strip());
        }
        return Optional.of(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether its one header {@code Digest} holds the SHA-256 of this body. */
    public boolean isOf(byte[] body) {
        List<String> digests = values("digest");
        return digests.size() == 1
                && Stream.of(digests.get(0).split(","))
                        .map(String::strip)
                        .filter(SealForm::isSha256)
                        .map(value -> value.substring(SealForm.SHA256.length()))
                        .toList()
                        .equals(List.of(SealForm.digest(body).substring(SealForm.SHA256.length())));
    }

    @Override
    public String toString() {
        return "RequestHead[" + method + "]";
    }
}
