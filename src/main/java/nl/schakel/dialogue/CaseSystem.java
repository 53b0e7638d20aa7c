package nl.schakel.dialogue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;

/**
 * A municipality's ZGW APIs (Zaken 1.5, Documenten 1.5): which calls there are.
 *
 * @param cases path of the Zaken API, such as {@code /zaken/api/v1}
 * @param documents path of the Documenten API
 */
public record CaseSystem(String cases, String documents) {
    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._~:/%-]{1,900}");
    private static final String JSON = "application/json";

    Turn.Call look(Resource resource, Map<String, String> filter) {
        StringBuilder query = new StringBuilder();
        filter.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return call("GET", resource, "", query.toString(), new byte[0]);
    }

    /** @param id a UUID */
    Turn.Call read(Resource resource, String id) {
        return call("GET", resource, '/' + id, "", new byte[0]);
    }

    Turn.Call make(Resource resource, Json.Obj body) {
        return call("POST", resource, "", "", body.utf8());
    }

    private Turn.Call call(String method, Resource resource, String id, String query, byte[] body) {
        String base = resource == Resource.DOCUMENT ? documents : cases;
        Map<String, String> headers = resource == Resource.CASE
                ? Map.of("Accept", JSON, "Accept-Crs", "EPSG:4326", "Content-Crs", "EPSG:4326")
                : Map.of("Accept", JSON);
        return new Turn.Call(method, base + '/' + resource.path() + id, query, headers, JSON, body);
    }

    /** Whether this may stand where the APIs want the address of one of their things; none is ever called. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Kinds of things in it. */
    enum Resource {
        CASE("zaken"),
        STATUS("statussen"),
        ROLE("rollen"),
        DOCUMENT("enkelvoudiginformatieobjecten"),
        LINK("zaakinformatieobjecten");

        private final String path;

        Resource(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }
}
