package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Our rows for ADT^A03 beside the tables of HL7 v2-to-FHIR (segments and data types). The tables are HL7's and no part of
 * this repository; they are read from {@code -Dschakel.reference}, and without them the test is skipped, and says so.
 */
class V2ToFhirComparisonTest {
    private static final Path TABLES =
            Path.of(System.getProperty("schakel.reference", "../shared/reference"), "hl7-v2-to-fhir", "mappings");
    private static final Path OURS = Samples.MAPPINGS.resolve("hl7v2-nl/2.5");
    private static final Pattern TYPED = Pattern.compile("`([A-Z]{2,3}[.][0-9.]+ -> [$A-Za-z.]+)`");
    private static final Pattern PAIR = Pattern.compile("`([A-Z0-9]{3}-[0-9.]+ -> [A-Za-z.]+)`");

    @Test
    void everyDifferenceIsListedWithItsReasonAndNothingListedIsStale() throws IOException {
        assumeTrue(
                Files.isDirectory(TABLES), "No tables of HL7 v2-to-FHIR at " + TABLES + " (see -Dschakel.reference)");
        Set<String> differences = new TreeSet<>(ClaimedRows.of(OURS.resolve("adt-a03.yaml")));
        differences.removeAll(agreed(differences));

        assertThat(differences).containsExactlyInAnyOrderElementsOf(listed(PAIR));
    }

    /** In every mapping that reads HL7 v2, not in ADT^A03 alone. */
    @Test
    void everyDifferenceInADataTypeIsListedWithItsReasonAndNothingListedIsStale() throws IOException {
        assumeTrue(
                Files.isDirectory(TABLES), "No tables of HL7 v2-to-FHIR at " + TABLES + " (see -Dschakel.reference)");
        Set<String> ours = dataTypes();
        Set<String> theirs = official();
        Set<String> differences = new TreeSet<>(ours);
        differences.removeIf(claim -> theirs.contains(claim) || theirs.contains(claim.replaceFirst("\\.1 ->", " ->")));

        assertThat(V2DataTypes.used(ours)).contains("XPN", "XAD", "XTN", "CX", "CE", "XCN", "TS", "PL", "HD");
        assertThat(theirs).contains("XPN.1.1 -> HumanName.family", "CE.1 -> CodeableConcept.coding.code");
        assertThat(ours.size() - differences.size()).isGreaterThan(ours.size() / 2);
        assertThat(differences).containsExactlyInAnyOrderElementsOf(listed(TYPED));
    }

    private static Set<String> dataTypes() throws IOException {
        Set<String> ours = new TreeSet<>();
        try (Stream<Path> files = Files.list(OURS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                if (Files.readString(file).contains("\nreads: hl7v2\n")) {
                    ours.addAll(V2DataTypes.of(ClaimedRows.of(file)));
                }
            }
        }
        return ours;
    }

    private static Set<String> official() {
        V2ToFhirTables tables = new V2ToFhirTables(TABLES);
        Set<String> theirs = new TreeSet<>();
        V2DataTypes.FILLS.forEach((type, fhir) -> theirs.addAll(tables.dataType(type, fhir)));
        return theirs;
    }

    @Test
    void mostOfWhatWeClaimIsWhatTheyClaim() {
        assumeTrue(
                Files.isDirectory(TABLES), "No tables of HL7 v2-to-FHIR at " + TABLES + " (see -Dschakel.reference)");
        Set<String> ours = ClaimedRows.of(OURS.resolve("adt-a03.yaml"));
        assertThat(agreed(ours))
                .hasSizeGreaterThan(ours.size() / 2)
                .contains("PID-5.1.1 -> Patient.name.family", "PV1-44 -> Encounter.period.start");
    }

    @Test
    void readsClaimsOutOfGroupsAndParts() {
        assertThat(ClaimedRows.of(OURS.resolve("adt-a03.yaml")))
                .contains(
                        "PID-5.1.2 -> Patient.name.family.extension.valueString",
                        "DG1-3.1 -> Condition.code.coding.code",
                        "PV1-45 -> Encounter.period.end");
    }

    /** A field stands for its first component: {@code PV1-36} and {@code PV1-36.1} are one place. */
    private static Set<String> agreed(Set<String> ours) {
        Set<String> theirs = theirs(ours);
        Set<String> agreed = new TreeSet<>();
        for (String claim : ours) {
            if (theirs.contains(claim) || theirs.contains(claim.replace(" ->", ".1 ->"))) {
                agreed.add(claim);
            }
        }
        return agreed;
    }

    private static Set<String> theirs(Set<String> ours) {
        V2ToFhirTables tables = new V2ToFhirTables(TABLES);
        Set<String> theirs = new TreeSet<>();
        for (String claim : ours) {
            String segment = claim.substring(0, 3);
            String resource = claim.substring(claim.indexOf("> ") + 2, claim.indexOf('.', claim.indexOf("> ")));
            theirs.addAll(tables.claims(segment, resource));
        }
        return theirs;
    }

    private static Set<String> listed(Pattern pattern) throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher pair = pattern.matcher(Files.readString(OURS.resolve("gaps.md")));
        while (pair.find()) {
            listed.add(pair.group(1));
        }
        return listed;
    }
}
