package nl.schakel.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Sha256;

/** What a partner does with a POST: judge the seal, keep the exact bytes, prepare what it could answer. */
final class PostOffice implements Office {
    /** The detached JWS over the body. */
    static final String SEAL = "Payload-Signature";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "X-Request-ID";
    private static final String MEDIA = "application/json";

    private final SealCheck seals;
    private final Mailbox mailbox;
    private final Optional<ReadyAnswers> answers;

    PostOffice(SealCheck seals, Mailbox mailbox, Optional<ReadyAnswers> answers) {
        this.seals = seals;
        this.mailbox = mailbox;
        this.answers = answers;
    }

    static Answer refused(int status, String why) {
        return new Answer(status, MEDIA, JsonText.of(Map.of("status", status, "detail", why)));
    }

    static Answer unsealed() {
        return refused(401, SEAL + " is missing");
    }

    static Answer refused(Problem seal) {
        return refused(401, seal.code().id() + " " + seal.code().english());
    }

    private static Answer received(String messageId, byte[] body) {
        return new Answer(200, MEDIA, JsonText.of(Map.of("received", messageId, "sha256", Sha256.hex(body))));
    }

    @Override
    public Answer take(byte[] body, Map<String, List<String>> headers) throws IOException {
        Optional<String> seal = first(headers, SEAL);
        Optional<String> inside = seal.isPresent() ? Optional.empty() : inside(body);
        if (seal.isEmpty() && inside.isEmpty()) {
            return unsealed();
        }
        Optional<Problem> refused = seal.map(jws -> seals.refuse(body, jws))
                .orElseGet(() -> seals.refuseInside(body, inside.orElseThrow()));
        if (refused.isPresent()) {
            return refused(refused.get());
        }
        Optional<JsonNode> tree = tree(body);
        if (tree.isEmpty()) {
            return refused(400, "Not well-formed JSON");
        }
        Optional<String> id = messageId(tree.get(), headers);
        return id.isEmpty() ? refused(400, "No message id") : keep(id.get(), body, seal, headers);
    }

    private Answer keep(String id, byte[] body, Optional<String> seal, Map<String, List<String>> headers)
            throws IOException {
        Map<String, byte[]> papers = new TreeMap<>(Map.of("headers.json", JsonText.of(new TreeMap<>(headers))));
        seal.ifPresent(jws -> papers.put("jws", jws.getBytes(StandardCharsets.US_ASCII)));
        if (mailbox.keep(id, "json", body, papers) == Mailbox.Kept.CONFLICT) {
            return refused(409, "This message id came before with other bytes");
        }
        if (answers.isPresent()) {
            answers.get().prepare(JSON.readTree(body));
        }
        return received(id, body);
    }

    /** The seal in the Provenance of a Bundle. */
    private static Optional<String> inside(byte[] body) {
        return tree(body).stream()
                .flatMap(bundle -> bundle.path("entry").findParents("sigFormat").stream())
                .map(signature -> signature.path("data").asText())
                .findFirst();
    }

    private static Optional<JsonNode> tree(byte[] body) {
        try {
            return Optional.of(JSON.readTree(body));
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private static Optional<String> messageId(JsonNode tree, Map<String, List<String>> headers) {
        return Optional.ofNullable(tree.path("identifier").path("value").textValue())
                .or(() -> first(headers, ID));
    }

    private static Optional<String> first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? Optional.empty() : values.stream().findFirst();
    }
}
