package nl.schakel.directory;

import java.util.Map;

/**
 * One channel of a partner: a reviewed template with this partner's parameters.
 *
 * @param name name within the partner file, such as {@code fhir-out}
 * @param template file stem in {@code routes/channels}, such as {@code https-json-out}
 * @param parameters host, port, path, folder; as text
 * @param sealed whether messages on it carry a detached JWS
 */
public record ChannelUse(String name, String template, Map<String, String> parameters, boolean sealed) {
    private static final String OUT = "-out";

    public ChannelUse {
        parameters = Map.copyOf(parameters);
    }

    /** Whether messages leave through it. */
    public boolean leadsOut() {
        return template.endsWith(OUT);
    }
}
