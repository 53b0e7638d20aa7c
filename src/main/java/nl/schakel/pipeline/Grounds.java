package nl.schakel.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.schakel.consent.Spoken;
import nl.schakel.journal.Dossier.DecisionRow;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.translate.json.StrictJson;

/** Why something was passed on, in words for the client: what the kept decision says permitted each piece that went. */
final class Grounds {
    /** Laws by the beginning of their code in {@code laws.csv}. */
    private static final Map<String, String> LAWS = Map.of(
            "Wmo", "Wmo (hulp van de gemeente)",
            "Wgs", "Wgs (hulp bij schulden)",
            "WGBO", "WGBO (uw behandeling)",
            "Pbw", "Pbw (detentie)",
            "Wjsg", "Wjsg (justitie)",
            "Bjsg", "Bjsg (justitie)",
            "AVG", "AVG (privacy)");

    private Grounds() {}

    /** Such as {@code Wmo (hulp van de gemeente); u zei ja}. */
    static String of(DecisionRow decision) {
        Json.Obj words = StrictJson.readObject(decision.audit())
                .fold(record -> record.object("words").orElse(Json.object()), unreadable -> Json.object());
        Set<String> laws = new LinkedHashSet<>();
        boolean saidYes = false;
        for (Category category : decision.released().stream().sorted().toList()) {
            for (Json.Obj rule : permitting(words, category)) {
                saidYes |= rule.text("consent").isPresent();
                rule.list("laws").stream().flatMap(law -> law.asText().stream()).forEach(law -> laws.add(plain(law)));
            }
        }
        List<String> all = new ArrayList<>(laws);
        if (saidYes) {
            all.add("u zei ja");
        }
        return String.join("; ", all);
    }

    private static List<Json.Obj> permitting(Json.Obj words, Category category) {
        return words.object(category.code()).stream()
                .flatMap(word -> word.list("spoken").stream())
                .flatMap(rule -> rule.asObject().stream())
                .filter(rule ->
                        Spoken.Effect.PERMITS.name().equals(rule.text("effect").orElse("")))
                .toList();
    }

    private static String plain(String law) {
        return LAWS.getOrDefault(law.replaceFirst("-.*", ""), law);
    }
}
