package nl.schakel.directory;

import java.util.Map;
import nl.schakel.referral.evidence.SealForm;

/**
 * One channel of a partner: a reviewed template with this partner's parameters.
 *
 * @param name name within the partner file, such as {@code fhir-out}
 * @param template file stem in {@code routes/channels}, such as {@code https-json-out}
 * @param parameters host, port, path, folder; as text
 * @param sealed whether messages on it carry a detached JWS
 * @param form of that JWS, over REST
 * @param mappings mapping ids of this channel alone, where they differ from the partner's
 * @param sealedInXml whether the seal of what comes in stands inside it (WS-Security) instead of beside it
 */
public record ChannelUse(
        String name,
        String template,
        Map<String, String> parameters,
        boolean sealed,
        Map<String, String> mappings,
        boolean sealedInXml,
        SealForm form) {
    private static final String OUT = "-out";

    public ChannelUse {
        parameters = Map.copyOf(parameters);
        mappings = Map.copyOf(mappings);
    }

    /** A channel whose seals stand beside what they seal, in our own profile. */
    public ChannelUse(
            String name,
            String template,
            Map<String, String> parameters,
            boolean sealed,
            Map<String, String> mappings) {
        this(name, template, parameters, sealed, mappings, false, SealForm.OVERDRACHT);
    }

    /** A channel whose mappings are the partner's. */
    public ChannelUse(String name, String template, Map<String, String> parameters, boolean sealed) {
        this(name, template, parameters, sealed, Map.of());
    }

    /** Whether only something is read through it, and nothing told. */
    boolean looks() {
        return template.equals("https-look-out");
    }

    /** Whether it speaks the language of this door: {@code fhir-rest-out} that of {@code fhir}. */
    boolean speaks(String door) {
        return template.contains(door + "-");
    }

    /** Whether messages leave through it. */
    public boolean leadsOut() {
        return template.endsWith(OUT);
    }
}
