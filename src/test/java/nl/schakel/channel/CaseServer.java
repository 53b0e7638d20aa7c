package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.dialogue.ZgwSchemas;

/** A case system as strict as a real one: token, headers, schema, and nothing inside a case that is not there. */
final class CaseServer implements AutoCloseable {
    static final String CLIENT = "schakel-test";
    static final String SECRET = "made-for-this-test";
    /** Its addresses do not name the host it is reached by: behind a proxy they never do. */
    static final String PUBLIC = "https://zaken.gemeente.example";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CASES = "/zaken/api/v1/";
    private static final String DOCUMENTS = "/documenten/api/v1/";

    /** An answer in place of the real one. */
    interface Whim {
        void answer(HttpExchange exchange) throws IOException;
    }

    final Shelter shelter = new Shelter();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, List<ObjectNode>> kept = new TreeMap<>();
    /** What was wrong with bodies. */
    final List<String> faults = new CopyOnWriteArrayList<>();
    /** By {@code POST zaken}: once instead of an answer, before anything is kept. */
    final Map<String, Whim> instead = new LinkedHashMap<>();
    /** The same, but after what was asked is kept. */
    final Map<String, Whim> after = new LinkedHashMap<>();

    CaseServer() {
        shelter.habit = this::serve;
    }

    int port() {
        return shelter.port();
    }

    List<ObjectNode> all(String resource) {
        return kept.getOrDefault(resource, List.of());
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath();
        String[] words = path.replace(CASES, "").replace(DOCUMENTS, "").split("/");
        String call = exchange.getRequestMethod() + ' ' + words[0];
        calls.add(call);
        byte[] body = shelter.got.get(shelter.got.size() - 1).body();
        Whim whim = instead.remove(call);
        if (whim != null) {
            whim.answer(exchange);
            return;
        }
        Answer answer = answer(exchange, words, uri, body);
        Whim late = after.remove(call);
        if (late != null) {
            late.answer(exchange);
            return;
        }
        Shelter.say(exchange, answer.status(), answer.body().toString());
    }

    private record Answer(int status, JsonNode body) {}

    private Answer answer(HttpExchange exchange, String[] words, URI uri, byte[] body) throws IOException {
        String resource = words[0];
        boolean document = resource.equals("enkelvoudiginformatieobjecten");
        if (!uri.getPath().startsWith(document ? DOCUMENTS : CASES)) {
            return fault(404, "not_found", "", "");
        }
        if (!isAuthorised(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return fault(403, "not_authenticated", "", "");
        }
        boolean one = words.length > 1;
        boolean crs = "EPSG:4326".equals(exchange.getRequestHeaders().getFirst("Accept-Crs"))
                && (one || "EPSG:4326".equals(exchange.getRequestHeaders().getFirst("Content-Crs")));
        if (resource.equals("zaken") && !crs) {
            return fault(412, "precondition_failed", "", "");
        }
        if (exchange.getRequestMethod().equals("GET")) {
            return one ? read(resource, words[1]) : list(resource, uri);
        }
        assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/json");
        Optional<String> wrong = ZgwSchemas.fault(resource, body);
        wrong.ifPresent(faults::add);
        return wrong.isPresent() ? fault(400, "invalid", "body", "invalid") : make(resource, body);
    }

    private Answer read(String resource, String id) {
        return all(resource).stream()
                .filter(thing -> thing.path("url").asText().endsWith(id))
                .findFirst()
                .map(thing -> new Answer(200, thing))
                .orElseGet(() -> fault(404, "not_found", "", ""));
    }

    private Answer list(String resource, URI uri) {
        ArrayNode found = JSON.createArrayNode();
        Map<String, String> filter = filter(uri.getRawQuery());
        all(resource).stream()
                .filter(thing -> filter.entrySet().stream()
                        .allMatch(wanted -> thing.path(wanted.getKey()).asText().equals(wanted.getValue())))
                .forEach(found::add);
        if (resource.equals("zaakinformatieobjecten")) {
            return new Answer(200, found);
        }
        ObjectNode page = JSON.createObjectNode().put("count", found.size());
        page.putNull("next").putNull("previous").set("results", found);
        return new Answer(200, page);
    }

    private static Map<String, String> filter(String query) {
        Map<String, String> filter = new TreeMap<>();
        Stream.of(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> filter.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return filter;
    }

    private Answer make(String resource, byte[] body) throws IOException {
        ObjectNode thing = (ObjectNode) JSON.readTree(body);
        boolean numbered = thing.has("identificatie");
        boolean taken = all(resource).stream()
                .anyMatch(other -> numbered && other.path("identificatie").equals(thing.path("identificatie")));
        if (taken) {
            return fault(400, "invalid", "identificatie", "identificatie-niet-uniek");
        }
        for (String to : List.of("zaak", "informatieobject")) {
            String address = thing.path(to).asText();
            boolean there = kept.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(other -> other.path("url").asText().equals(address));
            if (thing.has(to) && !there) {
                return fault(400, "invalid", to, "bad-url");
            }
        }
        if (thing.has("inhoud")) {
            int size = Base64.getDecoder().decode(thing.get("inhoud").asText()).length;
            if (size != thing.path("bestandsomvang").asInt()) {
                return fault(400, "invalid", "bestandsomvang", "file-size");
            }
        }
        String base = resource.equals("enkelvoudiginformatieobjecten") ? DOCUMENTS : CASES;
        thing.put("url", PUBLIC + base + resource + '/' + UUID.randomUUID());
        kept.computeIfAbsent(resource, none -> new ArrayList<>()).add(thing);
        return new Answer(201, thing);
    }

    private static Answer fault(int status, String code, String name, String reason) {
        ObjectNode body = JSON.createObjectNode().put("code", code).put("status", status);
        if (!name.isEmpty()) {
            body.putArray("invalidParams").addObject().put("name", name).put("code", reason);
        }
        return new Answer(status, body);
    }

    private static boolean isAuthorised(String header) throws IOException {
        if (header == null || !header.startsWith("Bearer ")) {
            return false;
        }
        String[] parts = header.substring(7).split("\\.");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            long age = Instant.now().getEpochSecond() - claims.path("iat").asLong();
            return Arrays.equals(expected, Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("client_id").asText().equals(CLIENT)
                    && claims.path("iss").asText().equals(CLIENT)
                    && claims.hasNonNull("user_id")
                    && claims.hasNonNull("user_representation")
                    && Math.abs(age) < 60;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        shelter.close();
    }
}
