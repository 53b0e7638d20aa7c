package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

class NeedFilesTest {
    private static final Path TABLES = Path.of("mappings/disclosure");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    static Stream<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(TABLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @Test
    void readsTheTablesOfTheRepositoryEachNeedWithItsWhy() throws IOException {
        Needs needs = NeedFiles.read(TABLES);
        assertThat(needs.all())
                .hasSizeGreaterThan(100)
                .allSatisfy(need -> assertThat(need.why()).isNotBlank());
        assertThat(needs.of(new Needed.Cell(Role.SHV, Purpose.DEBT, Category.ZRM)))
                .isEmpty();
        assertThat(needs.of(new Needed.Cell(Role.SHV, Purpose.DEBT, Category.DEBTS)))
                .isPresent();
    }

    /** No table names the category of whereabouts, so nobody gets it by need, whatever a policy permits. */
    @Test
    void namesSecretAddressForNobody() throws IOException {
        assertThat(NeedFiles.read(TABLES).all())
                .noneMatch(need -> need.cell().category() == Category.SECRET_ADDRESS)
                .noneMatch(need -> need.cell().category() == Category.SPECIAL);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyTableIsWhatItsSchemaSays(Path table) throws IOException {
        String schema = table.endsWith("order.yaml") ? "order.schema.json" : "need.schema.json";
        JsonSchema says = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(TABLES.resolve(schema)));
        JsonNode tree = JSON.valueToTree(new Yaml().load(Files.readString(table)));
        assertThat(says.validate(tree)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            role: XX                                               | 'XX' is not a kind of receiver
            role: SHV                                              | belongs in a file of its own name
            title: ""                                              | words are expected here
            purposes: {PARTY: [{category: bsn, keep: all, why: w}]}| 'PARTY' is no purpose
            purposes: {CARE: [{category: soul, keep: all, why: w}]}| 'soul' is not a category
            purposes: {CARE: [{category: bsn, keep: all}]}         | 'why' is missing
            purposes: {CARE: [{category: bsn, keep: some, why: w}]}| a list is expected here
            purposes: {CARE: [{category: bsn, keep: [], why: w}]}  | a list is expected here
            purposes: {CARE: [{category: bsn, keep: [Patient], why: w}]} | 'Patient' is not a path
            purposes: {CARE: [{category: bsn, keep: [name], why: w}]} | 'name' is not a path
            purposes: {CARE: [{category: bsn, keep: ["Patient.name[use]"], why: w}]} | is not a path
            purposes: {CARE: [{category: bsn, keep: [Patient..name], why: w}]} | is not a path
            purposes: {CARE: [{category: bsn, keep: [Patient.name], also: [Patient.note], why: w}]} | 'also' stands beside
            purposes: {CARE: [{category: bsn, keep: all, kept: all, why: w}]} | 'kept' is not known here
            purposes: {CARE: [{category: bsn, keep: all, keep: all, why: w}]} | 'keep' is written twice
            purposes: {CARE: [{category: bsn, keep: all, why: w}, {category: bsn, keep: all, why: w}]} | 'bsn' stands twice
            purposes: {CARE: [{category: bsn, keep: all, why: w}], TRANSITION: [{category: plan, keep: all, why: w}]} | yields more
            purposes: {CARE: [ | no YAML
            """)
    void refusesATableWithItsPlace(String line, String said) throws IOException {
        String member = line.substring(0, line.indexOf(':'));
        String sound = "role: MO\ntitle: t\nwhy: w\npurposes: {CARE: [{category: bsn, keep: all, why: w}]}\n";
        assertThatThrownBy(() -> read("mo.yaml", sound.replaceFirst("(?m)^" + member + ":.*$", line.replace("$", ""))))
                .isInstanceOf(DisclosureInvalid.class)
                .hasMessageMatching("(?s)mo\\.yaml, line \\d+: .*")
                .hasMessageContaining(said);
    }

    @ParameterizedTest(name = "a volunteer never gets {0} {1}")
    @CsvSource({
        "bsn, all",
        "bsn, [Patient.identifier]",
        "identity, all",
        "identity, [Patient.name]",
        "identity, [Patient.birthDate]",
        "plan, all",
        "plan, [Goal.description.text]",
        "'plan', '[\"Goal[category.coding.code=cti].description.text\"]'",
        "'plan', '[\"Goal[category.coding.code=netwerkcoach|cti].description.text\"]'",
        "contact, all",
        "network, [RelatedPerson.name]",
        "address, [Patient.address.city]"
    })
    void refusesMoreForAVolunteer(String category, String keep) {
        assertThatThrownBy(() -> read(
                        "vrijw.yaml",
                        "role: VRIJW\ntitle: t\nwhy: w\npurposes:\n  TRANSITION:\n    - {category: " + category
                                + ", keep: " + keep + ", why: w}\n"))
                .isInstanceOf(DisclosureInvalid.class)
                .hasMessageStartingWith("vrijw.yaml, line 6: a volunteer gets");
    }

    @Test
    void refusesAnOrderThatBitesItsTail() {
        assertThatThrownBy(() -> readOrder("""
                order:
                  - {narrower: INTAKE, wider: TRANSITION, why: w}
                  - {narrower: TRANSITION, wider: CARE, why: w}
                  - {narrower: CARE, wider: INTAKE, why: w}
                """)).hasMessage("order.yaml, line 4: CARE would be wider than itself");
    }

    @Test
    void comparesPurposesAlsoOverOneThatIsNotServed() {
        String order = """
                order:
                  - {narrower: INTAKE, wider: CARE, why: w}
                  - {narrower: CARE, wider: TRANSITION, why: w}
                """;
        assertThatThrownBy(() -> {
                    Files.writeString(folder.resolve("order.yaml"), order);
                    Files.writeString(folder.resolve("mo.yaml"), """
                            role: MO
                            title: t
                            why: w
                            purposes:
                              INTAKE: [{category: plan, keep: [Goal.target], why: w}]
                              TRANSITION: [{category: plan, keep: [Goal.target.dueDate], why: w}]
                            """);
                    NeedFiles.read(folder);
                })
                .hasMessage("mo.yaml, line 5: 'plan' for INTAKE yields more than for the wider TRANSITION");
    }

    private void readOrder(String order) throws IOException {
        Files.writeString(folder.resolve("order.yaml"), order);
        NeedFiles.read(folder);
    }

    private void read(String name, String table) throws IOException {
        Files.copy(
                TABLES.resolve("order.yaml"),
                folder.resolve("order.yaml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve(name), table);
        NeedFiles.read(folder);
    }
}
