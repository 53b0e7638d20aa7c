package nl.schakel.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/**
 * A house in which the policy permits everything but whereabouts and every table needs everything, free text and letters
 * too: nothing but address protection stands between a message and its receivers. Its senders and receivers speak every format.
 */
public final class OpenHouse {
    private static final Instant NOW = Instant.parse("2026-04-10T11:00:00Z");
    private static final String FREE_TEXT = "[ServiceRequest.note.text, CarePlan.description, CarePlan.note.text,"
            + " Goal.description.text, Observation.note.text, DocumentReference.content.attachment.data]";

    private final Path folder;

    private OpenHouse(Path folder) {
        this.folder = folder;
    }

    static Rehearsal in(Path folder) {
        try {
            OpenHouse house = new OpenHouse(folder);
            house.copy(Path.of("mappings"), folder.resolve("mappings"));
            house.copy(Path.of("routes"), folder.resolve("routes"));
            house.policy();
            house.tables();
            house.partners();
            return Rehearsal.load(folder.resolve("mappings"), folder.resolve("routes"), NOW)
                    .fold(rehearsal -> rehearsal, problem -> {
                        throw new AssertionError(problem.sentence());
                    });
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** A copy of the mappings in which nothing but address protection holds anything back: {@code folder/mappings}. */
    public static void mappings(Path folder) throws IOException {
        OpenHouse house = new OpenHouse(folder);
        house.copy(Path.of("mappings"), folder.resolve("mappings"));
        house.policy();
        house.tables();
    }

    private void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(f -> !f.toString().contains("examples")).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void policy() throws IOException {
        Path policy = folder.resolve("mappings/policy");
        List<String> real = Files.readAllLines(policy.resolve("default-policy.csv"));
        String emergencies = real.stream()
                .filter(row -> row.contains(",BREAK-GLASS,"))
                .findFirst()
                .orElseThrow();
        String cell = String.join(",", List.of(emergencies.split(",", -1)).subList(0, 4)) + ",";
        String rows = Stream.of(Purpose.values())
                .flatMap(purpose -> Stream.of(Role.values())
                        .flatMap(role -> Stream.of(Category.values())
                                .map(category -> purpose.code() + ",," + role + "," + category.code() + ","
                                        + (category == Category.SECRET_ADDRESS ? "NEVER" : "PERMIT")
                                        + ",,,Wmo-5.1,open house,")))
                .filter(row -> !row.startsWith(cell))
                .collect(Collectors.joining("\n"));
        write(policy.resolve("default-policy.csv"), real.get(0) + "\n" + rows + "\n" + emergencies + "\n");
        write(
                policy.resolve("holders.csv"),
                "role,category\n"
                        + Stream.of(Role.values())
                                .flatMap(role -> Stream.of(Category.values()).map(c -> role + "," + c.code()))
                                .collect(Collectors.joining("\n"))
                        + "\n");
    }

    private void tables() throws IOException {
        for (Role role : Role.values()) {
            if (role != Role.VRIJW) {
                StringBuilder table = new StringBuilder("role: " + role + "\ntitle: t\nwhy: w\npurposes:\n");
                for (Purpose purpose : Purpose.values()) {
                    table.append("  ").append(purpose.code()).append(":\n");
                    for (Category category : Category.values()) {
                        table.append("    - {category: " + category.code() + ", keep: all, also: " + FREE_TEXT
                                + ", why: w}\n");
                    }
                }
                write(
                        folder.resolve("mappings/disclosure/" + role.name().toLowerCase(Locale.ROOT) + ".yaml"),
                        table.toString());
            }
        }
    }

    /** The municipality whose case system sends, so that a case has a circle too. */
    private static final String CASE_TOWN = "0794";

    private void partners() throws IOException {
        partner("loket-formulier", "TOEG", "in: toegang-intake/1.0", 1);
        partner("gemeente-iwmo", "GEM", "in: iwmo/2.0", 2);
        partner("volunteer", "VRIJW", "out: toegang-intake/1.0/netwerkcoach", 3);
        partner("huisarts", "HA", "out: fhir/r4/document-bundle", 4);
        partner("ggz-zuid", "GGZ", "out: hl7v2-nl/2.5/ref-i12-out", 5);
        partner("wijkteam", "GEM", "out: toegang-intake/1.0/formulier-json", 6);
        partner("woonvorm", "BW", "out: toegang-intake/1.0/brief", 7);
        partner("beschermd", "BW", "out: toegang-intake/1.0/formulier-csv", 8);
        partner("zaaksysteem", "GEM", "in: zgw/1.5, out: zgw/1.5/zaak", 9);
        partner("documenten", "GEM", "out: zgw/1.5/document", 10);
        partner("betrokkene", "GEM", "out: zgw/1.5/rol", 11);
        partner("toewijzing", "MO", "out: stuf-ggk/2.1/wmo301-out", 12);
        partner("vo-hulp", "VO", "in: ddas/1.0", 13);
        partner("zaakbron", "GEM", "in: zgw/1.5", 14);
        Path sender = folder.resolve("routes/partners/zaakbron.yaml");
        write(sender, Files.readString(sender) + "identifiers: {gemeentecode: \"" + CASE_TOWN + "\"}\n");
        circle(
                "eindhoven-ontslag",
                "0772",
                "Eindhoven",
                "addressed: [\"agb|90001234\", \"facility|MO-EINDHOVEN\", \"oin|00000099000000004000\"]");
        circle("melding-zaak", CASE_TOWN, "Helmond", "addressed: []");
        Files.delete(folder.resolve("routes/circles/wmo-toewijzing.yaml"));
    }

    private void circle(String name, String code, String town, String addressed) throws IOException {
        write(
                folder.resolve("routes/circles/" + name + ".yaml"),
                """
                name: %s
                transition: Ontslag
                municipality: {code: "%s", name: %s}
                services: [CTI, OPVANG, BW]
                %s
                desk: {partner: toegang-eindhoven, purpose: INTAKE}
                parties:
                """.formatted(name, code, town, addressed)
                        + RECEIVERS.stream()
                                .filter(id -> !id.equals("toegang-eindhoven"))
                                .map(id -> id.equals("schuldhulp-demo")
                                        ? "  - {need: debts, partner: schuldhulp-demo, purpose: DEBT}\n"
                                        : "  - {need: shelter, partner: " + id + ", purpose: TRANSITION}\n")
                                .collect(Collectors.joining()));
    }

    private static final List<String> RECEIVERS = List.of(
            "toegang-eindhoven",
            "opvang-demo",
            "schuldhulp-demo",
            "volunteer",
            "huisarts",
            "ggz-zuid",
            "wijkteam",
            "woonvorm",
            "beschermd",
            "zaaksysteem",
            "documenten",
            "betrokkene",
            "toewijzing");

    static List<PartnerId> receivers() {
        return RECEIVERS.stream().map(PartnerId::new).toList();
    }

    private void partner(String id, String role, String mapping, int number) throws IOException {
        write(folder.resolve("routes/partners/" + id + ".yaml"), """
                id: %s
                name: Partner %d (TEST)
                role: %s
                oin: "0000009900000009%04d"
                sends: []
                purposes: [INTAKE, TRANSITION, DEBT]
                channels:
                  - name: json-out
                    template: https-json-out
                    sealed: true
                    parameters: {host: localhost, port: 8001, path: /in}
                mappings: {%s}
                delivery: {class: A, retry: [PT5S]}
                hours: [{days: [MONDAY], from: "09:00", until: "17:00"}]
                deadlines: {answer: P1D}
                contact: koppelvlak@%s.example
                """.formatted(id, number, role, number, mapping, id));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
