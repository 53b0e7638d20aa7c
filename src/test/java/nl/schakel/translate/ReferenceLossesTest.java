package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.translate.tree.SourceMessage;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/losses-reference.md}: the same account of sample sets that others published. They are not handed on
 * with this program; the page is compared where they are, and the test is skipped where they are not.
 */
class ReferenceLossesTest {
    private static final Path REFERENCE = Path.of(System.getProperty("schakel.reference", "../shared/reference"));
    private static final List<String> SETS = List.of(
            "iwmo-2.0/xml",
            "iwmo-2.0/ei",
            "stuf-ggk/samples",
            "hl7-v2-to-fhir/samples/messages",
            "hl7-v2-to-fhir/samples/fhir-bundles",
            "nictiz-referral-elz/examples");

    private final Translator translator = Translator.load(Samples.MAPPINGS);

    @BeforeEach
    void theSetsAreHere() {
        for (String set : SETS) {
            assumeThat(REFERENCE.resolve(set)).as("published samples").isDirectory();
        }
    }

    @Test
    void thePageIsWhatTheMappingsDo() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Losses: sample sets that others published

                The account of [losses.md](losses.md) for samples of others, which are not handed on with this program. A test compares
                this page where the sets are. What is refused is refused for a reason that the sample itself gives.

                *In het Nederlands: dezelfde verantwoording voor voorbeelden die anderen hebben gepubliceerd.*
                """);
        page.append(section("iWmo 2.0, published examples", set("iwmo-2.0/xml", "iwmo/2.0")));
        page.append(section("iWmo 2.0 in the older text form, which is not read here", set("iwmo-2.0/ei", "iwmo/2.0")));
        page.append(section(
                "StUF-GGk 2.1, published envelopes; what they carry is a placeholder",
                set("stuf-ggk/samples", "stuf-ggk/2.1")));
        page.append(section("HL7 v2-to-FHIR", v2ToFhir()));
        page.append(section("Nictiz, referral of a general practitioner", referral()));
        Page.isStill("losses-reference.md", page.toString());
    }

    @Test
    void nothingIsLostWithoutARule() throws IOException {
        assertThat(set("iwmo-2.0/xml", "iwmo/2.0").unmappedPlaces()).isEmpty();
        assertThat(v2ToFhir().unmappedPlaces()).isEmpty();
        assertThat(referral().unmappedPlaces()).isEmpty();
    }

    private static String section(String title, LossTable table) {
        return "\n## " + title + "\n\n" + table.text("sample");
    }

    private LossTable set(String set, String family) throws IOException {
        LossTable table = new LossTable();
        for (Path file : files(set)) {
            add(table, file.getFileName().toString(), family, ExampleFolder.bytes(file), file);
        }
        return table;
    }

    private static List<Path> files(String set) throws IOException {
        try (Stream<Path> files = Files.list(REFERENCE.resolve(set))) {
            return files.filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private void add(LossTable table, String name, String family, byte[] bytes, Path file) {
        table.add(name, translator.explain(ExampleFolder.message(family, ExampleFolder.media(file, bytes), bytes)));
    }

    /** The message as published has the line ends of a text file; with those of HL7 v2 it is read. */
    private LossTable v2ToFhir() throws IOException {
        LossTable table = new LossTable();
        for (Path file : files("hl7-v2-to-fhir/samples/messages")) {
            String name = file.getFileName().toString();
            add(table, name, "hl7v2-nl/2.5", ExampleFolder.bytes(file), file);
            String lines = new String(ExampleFolder.bytes(file), StandardCharsets.UTF_8).replaceAll("\r?\n", "\r");
            add(table, name + ", segments ended by CR", "hl7v2-nl/2.5", lines.getBytes(StandardCharsets.UTF_8), file);
            String attached = lines.replace("<Base64 encoded>", "JVBERi0xLjc=");
            add(
                    table,
                    name + ", with an attachment too",
                    "hl7v2-nl/2.5",
                    attached.getBytes(StandardCharsets.UTF_8),
                    file);
        }
        for (Path file : files("hl7-v2-to-fhir/samples/fhir-bundles")) {
            add(table, file.getFileName().toString(), "fhir/r4", ExampleFolder.bytes(file), file);
        }
        return table;
    }

    /** Published as single resources in XML: each by itself, and all of them as the transaction they make together. */
    private LossTable referral() throws IOException {
        FhirContext fhir = FhirContext.forR4Cached();
        LossTable table = new LossTable();
        Bundle together = new Bundle();
        together.setType(Bundle.BundleType.TRANSACTION);
        together.setId("together");
        for (Path file : files("nictiz-referral-elz/examples")) {
            IBaseResource resource = fhir.newXmlParser().parseResource(Files.readString(file));
            String json = fhir.newJsonParser().encodeResourceToString(resource);
            table.add(file.getFileName() + " as JSON", translator.explain(fhir(json)));
            // Some are published without an id.
            String id = String.valueOf(file.getFileName()).replace(".xml", "");
            together.addEntry()
                    .setFullUrl("https://example.org/fhir/" + resource.fhirType() + "/" + id)
                    .setResource((Resource) resource)
                    .getRequest()
                    .setMethod(Bundle.HTTPVerb.PUT)
                    .setUrl(resource.fhirType() + "/" + id);
        }
        String transaction = fhir.newJsonParser().encodeResourceToString(together);
        table.add("all of them as one transaction", translator.explain(fhir(transaction)));
        open(together);
        table.add(
                "the same with an open request and a client number",
                translator.explain(fhir(fhir.newJsonParser().encodeResourceToString(together))));
        return table;
    }

    /** As published the request is completed and the BSN is masked. */
    private static void open(Bundle together) {
        for (Bundle.BundleEntryComponent entry : together.getEntry()) {
            if (entry.getResource() instanceof ServiceRequest request) {
                request.setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE);
            } else if (entry.getResource() instanceof Patient client) {
                client.addIdentifier().setSystem("https://example.org/client").setValue("1");
            }
        }
    }

    private static SourceMessage fhir(String json) {
        return ExampleFolder.message("fhir/r4", "application/fhir+json", json.getBytes(StandardCharsets.UTF_8));
    }
}
