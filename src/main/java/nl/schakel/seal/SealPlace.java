package nl.schakel.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.schakel.trust.Organisation;

/**
 * A FHIR R4 Bundle with a Provenance as its last entry, whose {@code signature.data} is still empty. These bytes are what is
 * signed; the signature goes into the empty place and changes no other byte (ADR 0027).
 *
 * @param bytes with the empty place
 * @param at where it is: between its two quotation marks
 */
record SealPlace(byte[] bytes, int at) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String EMPTY = "\"data\":\"\"";
    private static final String SYSTEMS = "http://fhir.nl/fhir/NamingSystem/";

    /** Who seals, about which message, when. */
    record Facts(Organisation signer, String messageId, Instant at) {}

    /** Empty when these bytes are no Bundle whose entries all have an address. */
    static Optional<SealPlace> in(byte[] json, Facts facts) {
        try {
            Bundle bundle = new Bundle();
            bundle.read(json);
            return bundle.isWhole() ? Optional.of(with(json, bundle, facts)) : Optional.empty();
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static SealPlace with(byte[] json, Bundle bundle, Facts facts) {
        byte[] entry = ("," + entry(bundle, facts)).getBytes(StandardCharsets.US_ASCII);
        byte[] all = joined(json, bundle.end, entry);
        int place = new String(entry, StandardCharsets.US_ASCII).lastIndexOf(EMPTY) + EMPTY.length() - 1;
        return new SealPlace(all, bundle.end + place);
    }

    /** The message that leaves. */
    byte[] filled(String detachedJws) {
        byte[] jws = detachedJws.getBytes(StandardCharsets.US_ASCII);
        return joined(bytes, at, Base64.getEncoder().encode(jws));
    }

    private static byte[] joined(byte[] whole, int at, byte[] between) {
        byte[] all = Arrays.copyOf(whole, whole.length + between.length);
        System.arraycopy(between, 0, all, at, between.length);
        System.arraycopy(whole, at, all, at + between.length, whole.length - at);
        return all;
    }

    private static String entry(Bundle bundle, Facts facts) {
        String name = "Provenance " + facts.messageId();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        String who = "\"who\":{\"identifier\":{\"system\":\"" + SYSTEMS
                + (facts.signer().oin().isEmpty() ? "ura" : "oin")
                + "\",\"value\":" + JsonText.quoted(number(facts.signer())) + "}}";
        String when = facts.at().truncatedTo(ChronoUnit.SECONDS).toString();
        String target = bundle.addresses.stream()
                .map(address -> "{\"reference\":" + JsonText.quoted(address) + '}')
                .collect(Collectors.joining(","));
        return "{\"fullUrl\":\"urn:uuid:" + id + "\",\"resource\":{\"resourceType\":\"Provenance\",\"target\":["
                + target
                + "],\"recorded\":\"" + when + "\",\"agent\":[{" + who + "}],\"signature\":[{\"type\":["
                + "{\"system\":\"urn:iso-astm:E1762-95:2013\",\"code\":\"1.2.840.10065.1.12.1.14\"}],\"when\":\"" + when
                + "\"," + who + ",\"targetFormat\":\"application/fhir+json\",\"sigFormat\":\"application/jose\","
                + EMPTY
                + "}]}" + (bundle.doesSomething() ? ",\"request\":{\"method\":\"POST\",\"url\":\"Provenance\"}" : "")
                + '}';
    }

    private static String number(Organisation signer) {
        return signer.oin().isEmpty() ? signer.ura().orElse("") : signer.oin();
    }

    /** What a Bundle says of its entries, read without building it. */
    private static final class Bundle {
        private final List<String> addresses = new ArrayList<>();
        private String resourceType = "";
        private String type = "";
        private int entries;
        private int end = -1;

        void read(byte[] json) throws IOException {
            try (JsonParser parser = JSON.createParser(json)) {
                int depth = 0;
                boolean inEntries = false;
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    String name = parser.currentName() == null ? "" : parser.currentName();
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    if (depth == 2 && token == JsonToken.START_ARRAY) {
                        inEntries = name.equals("entry");
                    } else if (inEntries && depth == 3 && token == JsonToken.START_OBJECT) {
                        entries++;
                    } else if (inEntries && depth == 3 && token == JsonToken.VALUE_STRING && name.equals("fullUrl")) {
                        addresses.add(parser.getText());
                    } else if (inEntries && depth == 1 && token == JsonToken.END_ARRAY) {
                        inEntries = false;
                        end = (int) parser.currentLocation().getByteOffset() - 1;
                    } else if (depth == 1 && token == JsonToken.VALUE_STRING) {
                        member(name, parser.getText());
                    }
                }
            }
        }

        private void member(String name, String value) {
            if (name.equals("resourceType")) {
                resourceType = value;
            } else if (name.equals("type")) {
                type = value;
            }
        }

        boolean isWhole() {
            return resourceType.equals("Bundle") && end > 0 && entries > 0 && entries == addresses.size();
        }

        /** Its entries say what a server is to do with them, or what was done. */
        boolean doesSomething() {
            return type.equals("transaction") || type.equals("batch") || type.equals("history");
        }
    }
}
