package nl.schakel.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stand-in's case system, as much of the ZGW APIs as is called: each thing in it is a file,
 * {@code answers/<partner>/<resource>/<uuid>.json}. What is made by a call is kept in {@code received/<partner>/} too.
 */
final class CaseShelf {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUBLIC = "https://zaken.gemeente-demo.example";
    private static final List<String> RESOURCES =
            List.of("zaken", "statussen", "rollen", "zaakinformatieobjecten", "enkelvoudiginformatieobjecten");
    private static final Pattern ADDRESS =
            Pattern.compile("/(?:zaken|documenten)/api/v1/([a-z]{1,40})(?:/([0-9a-f-]{36}))?");

    private final Path folder;
    private final Mailbox mailbox;
    private final CaseToken token;

    CaseShelf(Path folder, Mailbox mailbox, CaseToken token) throws IOException {
        this.folder = folder;
        this.mailbox = mailbox;
        this.token = token;
        for (String resource : RESOURCES) {
            DemoHome.makeFolder(folder.resolve(resource));
        }
    }

    /** Whether this address is its business. */
    static boolean has(String path) {
        return ADDRESS.matcher(path).matches();
    }

    synchronized Office.Answer take(String method, URI uri, byte[] body, Map<String, List<String>> headers)
            throws IOException {
        Matcher asked = ADDRESS.matcher(uri.getPath());
        if (!asked.matches() || !RESOURCES.contains(asked.group(1))) {
            return PostOffice.refused(404, "This address is not known here");
        }
        if (!token.isIn(headers)) {
            return PostOffice.refused(403, "No token, or not ours");
        }
        Optional<String> id = Optional.ofNullable(asked.group(2));
        return switch (method) {
            case "GET" ->
                id.isPresent() ? read(asked.group(1), id.get()) : list(asked.group(1), filter(uri.getRawQuery()));
            case "POST" -> make(asked.group(1), body, headers);
            default -> PostOffice.refused(405, "GET or POST");
        };
    }

    private Office.Answer read(String resource, String id) throws IOException {
        Path file = folder.resolve(resource).resolve(id + ".json");
        return Files.isRegularFile(file)
                ? new Office.Answer(200, "application/json", withAddress(JSON.readTree(file.toFile()), resource, id))
                : PostOffice.refused(404, "There is no such thing");
    }

    /** A case that somebody put on the shelf by hand may lack its own address. */
    private static byte[] withAddress(JsonNode thing, String resource, String id) throws IOException {
        if (thing instanceof ObjectNode object && !object.has("url")) {
            object.put("url", address(resource, id));
        }
        return JSON.writeValueAsBytes(thing);
    }

    private Office.Answer list(String resource, Map<String, String> filter) throws IOException {
        ArrayNode found = JSON.createArrayNode();
        for (JsonNode thing : things(resource)) {
            if (filter.entrySet().stream()
                    .allMatch(wanted -> thing.path(wanted.getKey()).asText().equals(wanted.getValue()))) {
                found.add(thing);
            }
        }
        JsonNode answer = resource.equals("zaakinformatieobjecten")
                ? found
                : JSON.createObjectNode().put("count", found.size()).set("results", found);
        return new Office.Answer(200, "application/json", JSON.writeValueAsBytes(answer));
    }

    private List<JsonNode> things(String resource) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(resource))) {
            List<JsonNode> things = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                things.add(JSON.readTree(file.toFile()));
            }
            return things;
        }
    }

    private Office.Answer make(String resource, byte[] body, Map<String, List<String>> headers) throws IOException {
        if (!(tree(body) instanceof ObjectNode thing)) {
            return PostOffice.refused(400, "Not well-formed JSON");
        }
        JsonNode number = thing.path("identificatie");
        if (number.isTextual()
                && things(resource).stream()
                        .anyMatch(other -> other.path("identificatie").equals(number))) {
            return PostOffice.refused(409, "This number is taken");
        }
        String id = UUID.randomUUID().toString();
        mailbox.keep(resource + "-" + id, "json", body, Map.of("headers.json", JsonText.of(new TreeMap<>(headers))));
        thing.put("url", address(resource, id));
        byte[] made = JSON.writeValueAsBytes(thing);
        DurableFile.write(folder.resolve(resource).resolve(id + ".json"), made);
        return new Office.Answer(201, "application/json", made);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException broken) {
            return JSON.missingNode();
        }
    }

    private static String address(String resource, String id) {
        String api = resource.equals("enkelvoudiginformatieobjecten") ? "documenten" : "zaken";
        return PUBLIC + '/' + api + "/api/v1/" + resource + '/' + id;
    }

    private static Map<String, String> filter(String query) {
        Map<String, String> filter = new TreeMap<>();
        Stream.of(Optional.ofNullable(query).orElse("").split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[0].equals("expand"))
                .forEach(pair -> filter.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return filter;
    }
}
