package nl.schakel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every library in the product is the one that was looked at, byte for byte, under a licence that we may pass on. The list of
 * parts (CycloneDX) is made by the build before its tests. {@code -Dschakel.write-docs=true} writes the list anew, to be read
 * before it is kept.
 */
@Guards(Threat.T44)
class SuppliesTest {
    private static final Path PARTS = Path.of("target/bom.json");
    private static final Path LIST = Path.of("docs/reference/libraries.csv");
    private static final String HEAD = "library,version,licence,sha256";

    /** One of a library's licences is enough. */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "Apache Software License 2.0",
            "MIT",
            "0BSD",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "MPL-2.0",
            "Unicode-3.0",
            "Bouncy Castle Licence");

    /** A project of the Apache Software Foundation whose pom names no licence. */
    private static final String UNSAID = "jakarta-regexp";

    private static JsonNode components;

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.exists(PARTS), "no list of parts: it is made by mvn, before the tests");
        components = new ObjectMapper().readTree(PARTS.toFile()).path("components");
        assertThat(components).hasSizeGreaterThan(100);
    }

    @Test
    void everyLibraryIsTheOneThatWasLookedAt() throws IOException {
        List<String> rows = new ArrayList<>();
        for (JsonNode part : components) {
            rows.add(String.join(
                    ",",
                    part.path("group").asText() + ":" + part.path("name").asText() + classifier(part),
                    part.path("version").asText(),
                    licences(part).isEmpty() ? "" : licences(part).get(0),
                    sha256(part)));
        }
        rows.sort(null);
        rows.add(0, HEAD);
        if (Boolean.getBoolean("schakel.write-docs")) {
            Files.write(LIST, rows);
        }
        assertThat(Files.readAllLines(LIST)).isEqualTo(rows);
    }

    @Test
    void everyLicenceMayBePassedOn() {
        for (JsonNode part : components) {
            if (!part.path("name").asText().equals(UNSAID)) {
                assertThat(licences(part)).as(part.path("purl").asText()).anyMatch(ALLOWED::contains);
            }
        }
    }

    private static String classifier(JsonNode part) {
        String purl = part.path("purl").asText();
        int at = purl.indexOf("classifier=");
        return at < 0 ? "" : ":" + purl.substring(at + "classifier=".length()).split("&", 2)[0];
    }

    private static List<String> licences(JsonNode part) {
        return StreamSupport.stream(part.path("licenses").spliterator(), false)
                .map(entry -> entry.path("license"))
                .map(licence -> licence.path("id").asText(licence.path("name").asText()))
                .toList();
    }

    private static String sha256(JsonNode part) {
        return StreamSupport.stream(part.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findFirst()
                .orElse("");
    }
}
