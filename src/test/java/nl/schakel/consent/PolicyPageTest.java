package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

/** The tables of the page for privacy officers are the tables of the policy. */
class PolicyPageTest {
    private static final Path PAGE = Path.of("docs/explanation/consent.md");
    private static final String START = "<!-- generated from mappings/policy: do not edit below -->\n";
    private static final Map<String, String> RECEIVERS = receivers();
    private static final Map<String, String> WORDS =
            Map.of("PERMIT", "yes", "CONSENT", "with consent", "BREAK-GLASS", "in an emergency", "NEVER", "never");

    /** Run with {@code -Dschakel.write-docs=true} to write the tables anew. */
    @Test
    void thePageShowsThePolicyAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(START) + START.length()) + tables();
        if (Boolean.getBoolean("schakel.write-docs")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(written);
    }

    private static Map<String, String> receivers() {
        Map<String, String> receivers = new LinkedHashMap<>();
        receivers.put("MO", "Shelter (maatschappelijke opvang)");
        receivers.put("VO", "Women's shelter");
        receivers.put("BW", "Protected living (beschermd wonen)");
        receivers.put("SHV", "Municipal debt relief");
        receivers.put("GEM", "Municipality, wijkteam");
        receivers.put("GGZ", "Mental health provider");
        receivers.put("ZH", "Hospital");
        receivers.put("HA", "General practitioner");
        receivers.put("CTI", "CTI worker");
        receivers.put("PI", "Prison case manager");
        receivers.put("RECL", "Probation");
        receivers.put("TOEG", "Toegang desk");
        receivers.put("VRIJW", "Volunteer");
        receivers.put("CORP", "Housing corporation");
        receivers.put("VT", "Veilig Thuis");
        receivers.put("CRED", "Creditor or bewindvoerder");
        receivers.put("CLIENT", "The client or who represents them");
        return receivers;
    }

    private static List<DecisionTable.Row> rows() throws IOException {
        return DecisionTable.parse(
                "default-policy.csv",
                Files.readString(Path.of("mappings/policy/default-policy.csv")),
                PolicyTable.COLUMNS);
    }

    private static String tables() throws IOException {
        StringBuilder page = new StringBuilder("\n");
        assertThat(RECEIVERS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Role.values()).stream().map(Role::name).toList());
        for (Map.Entry<String, String> receiver : RECEIVERS.entrySet()) {
            List<DecisionTable.Row> own = rows().stream()
                    .filter(row -> row.text("recipient").equals(receiver.getKey()))
                    .toList();
            page.append("### ")
                    .append(receiver.getValue())
                    .append(" (")
                    .append(receiver.getKey())
                    .append(")\n\n");
            table(own, page);
        }
        page.append(laws());
        return page.toString();
    }

    private static void table(List<DecisionTable.Row> rows, StringBuilder page) throws IOException {
        List<String> purposes = List.of(Purpose.values()).stream()
                .map(Purpose::code)
                .filter(code ->
                        rows.stream().anyMatch(row -> row.text("purpose").equals(code)))
                .toList();
        Map<String, Integer> notes = new LinkedHashMap<>();
        page.append("| category | ").append(String.join(" | ", purposes)).append(" |\n");
        page.append("|---".repeat(purposes.size() + 1)).append("|\n");
        for (Category category : Category.values()) {
            page.append("| ").append(category.code());
            for (String purpose : purposes) {
                page.append(" | ").append(cell(rows, category.code(), purpose, notes));
            }
            page.append(" |\n");
        }
        page.append('\n');
        Set<String> withholding = withholding();
        notes.forEach((note, number) -> page.append(number)
                .append(". ")
                .append(note)
                .append(withholding.contains(note) ? " *(cannot be honoured yet: withheld)*" : "")
                .append('\n'));
        rows.stream()
                .filter(row -> !row.text("sender").isEmpty())
                .forEach(row -> page.append("- From ")
                        .append(row.text("sender"))
                        .append(": ")
                        .append(row.text("category"))
                        .append(" for ")
                        .append(row.text("purpose"))
                        .append(' ')
                        .append(word(row))
                        .append(days(row))
                        .append(".\n"));
        page.append(page.charAt(page.length() - 2) == '\n' ? "" : "\n");
    }

    private static Set<String> withholding() throws IOException {
        return DecisionTable.parse(
                        "notes.csv",
                        Files.readString(Path.of("mappings/policy/notes.csv")),
                        List.of("note", "effect", "words"))
                .stream()
                .filter(row -> row.text("effect").equals("withhold"))
                .map(row -> row.text("note"))
                .collect(Collectors.toSet());
    }

    private static String cell(
            List<DecisionTable.Row> rows, String category, String purpose, Map<String, Integer> notes) {
        List<String> words = new ArrayList<>();
        for (DecisionTable.Row row : rows) {
            if (row.text("category").equals(category)
                    && row.text("purpose").equals(purpose)
                    && row.text("sender").isEmpty()) {
                String note = row.text("note");
                String mark = note.isEmpty() ? "" : " (" + notes.computeIfAbsent(note, n -> notes.size() + 1) + ")";
                words.add(word(row) + days(row) + mark);
            }
        }
        return words.isEmpty() ? "-" : String.join("; ", words);
    }

    private static String word(DecisionTable.Row row) {
        boolean never = row.text("decision").equals("NEVER");
        return WORDS.getOrDefault(row.text("decision"), "?") + (never ? "" : ", " + row.text("law"));
    }

    private static String days(DecisionTable.Row row) {
        String from = row.text("valid_from").isEmpty() ? "" : " from " + row.text("valid_from");
        return from + (row.text("valid_to").isEmpty() ? "" : " until " + row.text("valid_to"));
    }

    private static String laws() throws IOException {
        Map<String, String> laws = new TreeMap<>();
        for (DecisionTable.Row row : DecisionTable.parse(
                "laws.csv",
                Files.readString(Path.of("mappings/policy/laws.csv")),
                List.of("law", "title", "in_force_from", "in_force_to", "source"))) {
            laws.put(
                    row.text("law"),
                    row.text("title") + " | " + row.text("in_force_from") + " | " + row.text("source"));
        }
        return "### The laws\n\n| code | what | in force from | source |\n|---|---|---|---|\n"
                + laws.entrySet().stream()
                        .map(law -> "| " + law.getKey() + " | " + law.getValue() + " |\n")
                        .collect(Collectors.joining());
    }
}
