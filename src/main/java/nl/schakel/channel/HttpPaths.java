package nl.schakel.channel;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which addresses the partner door has, and what may be done at each. */
final class HttpPaths {
    private static final Pattern TASK = Pattern.compile("/fhir/Task/[A-Za-z0-9.-]{1,64}");
    private static final Pattern SUBSCRIPTION =
            Pattern.compile("/fhir/Subscription/(?:[A-Za-z0-9.-]{1,64}(?:/\\$(?:status|events))?|\\$status)");
    private static final Pattern RESEND = Pattern.compile("/fhir/Subscription/[A-Za-z0-9.-]{1,64}/\\$resend");
    /** Addresses that are no FHIR, with the door whose language is spoken there. */
    private static final Map<String, String> IN =
            Map.of("/in/stuf-ggk", "soap", "/in/ddas", "json", "/in/notificaties", "json");

    /** Where a partner gets a token (RFC 8705). */
    static final String TOKEN = "/oauth/token";

    /** What its software may know of that by itself (RFC 8414). */
    static final String TOKEN_METADATA = "/.well-known/oauth-authorization-server";

    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> GET = Set.of("GET");

    private HttpPaths() {}

    /** The methods this address takes; none where there is no such address. */
    static Set<String> methods(String path) {
        return switch (path) {
            case "/fhir", "/fhir/", "/fhir/$process-message", "/fhir/Task", "/fhir/Consent", TOKEN -> POST;
            case "/fhir/metadata", "/fhir/$events", TOKEN_METADATA -> GET;
            default -> TASK.matcher(path).matches() ? Set.of("GET", "PUT", "PATCH") : further(path);
        };
    }

    private static Set<String> further(String path) {
        if (SUBSCRIPTION.matcher(path).matches()) {
            return GET;
        }
        return RESEND.matcher(path).matches() ? POST : inbox(path);
    }

    /** Whether something is asked here, by whichever method: it brings no message. */
    static boolean isQuestion(String method, String path) {
        return method.equals("GET")
                || path.equals(TOKEN)
                || RESEND.matcher(path).matches();
    }

    /** What stands behind the question mark; empty without one. */
    static String queryOf(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? "" : uri.substring(query + 1);
    }

    private static Set<String> inbox(String path) {
        return IN.containsKey(path) ? POST : Set.of();
    }

    /** The door that this address belongs to. */
    static String door(String path) {
        return IN.getOrDefault(path, "fhir");
    }

    /** Path without query, with the one escape that clients make of the dollar sign undone. */
    static String pathOf(String uri) {
        int query = uri.indexOf('?');
        return (query < 0 ? uri : uri.substring(0, query)).replace("%24", "$");
    }

    /** {@code $process-message}, {@code Task/<id>}, {@code Bundle} for the base address, {@code in/<name>}. */
    static String operation(String path) {
        if (path.equals("/fhir") || path.equals("/fhir/")) {
            return "Bundle";
        }
        return path.startsWith("/fhir/") ? path.substring("/fhir/".length()) : path.substring(1);
    }
}
