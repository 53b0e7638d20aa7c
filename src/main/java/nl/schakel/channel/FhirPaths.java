package nl.schakel.channel;

import java.util.Set;
import java.util.regex.Pattern;

/** Which addresses the partner door has, and what may be done at each. */
final class FhirPaths {
    private static final Pattern TASK = Pattern.compile("/fhir/Task/[A-Za-z0-9.-]{1,64}");
    private static final Pattern IN = Pattern.compile("/in/[A-Za-z0-9._-]{1,64}");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> GET = Set.of("GET");

    private FhirPaths() {}

    /** The methods this address takes; none where there is no such address. */
    static Set<String> methods(String path) {
        return switch (path) {
            case "/fhir", "/fhir/", "/fhir/$process-message", "/fhir/Task", "/fhir/Consent" -> POST;
            case "/fhir/metadata" -> GET;
            default -> TASK.matcher(path).matches() ? Set.of("GET", "PUT", "PATCH") : inbox(path);
        };
    }

    private static Set<String> inbox(String path) {
        return IN.matcher(path).matches() ? POST : Set.of();
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
