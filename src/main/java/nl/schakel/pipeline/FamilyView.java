package nl.schakel.pipeline;

import java.util.List;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** A family as an operator sees it. */
record FamilyView(Journal journal) {

    /** Who they are by their referrals, whether a second person confirmed it, and who linked them. */
    Json.Obj shown(FamilyMember member, Ledger ledger) {
        List<TieRow> ties = member.ties();
        List<FamilyMember> all = ties.isEmpty() ? List.of() : member.family(ledger);
        Json.Obj shown = Json.object()
                .with(
                        "members",
                        new Json.Arr(all.stream()
                                .<Json>map(one -> Json.text(one.reference().text()))
                                .toList()))
                .with(
                        "confirmed",
                        new Json.Bool(
                                ties.stream().allMatch(tie -> tie.confirmedBy().isPresent())));
        return ties.stream()
                .findFirst()
                .map(tie -> shown.with("family", tie.family().toString())
                        .with("linkedBy", tie.source())
                        .with("linkedAt", tie.recordedAt().toString()))
                .orElse(shown);
    }

    /** How the referral of each member stands; one that is stuck names what it waits for. */
    Json.Obj described(Json.Obj shown) {
        return shown.with(
                "members",
                new Json.Arr(shown.list("members").stream()
                        .flatMap(text -> text.asText().stream())
                        .flatMap(text -> ReferralReference.parse(text).stream())
                        .flatMap(reference -> journal.overview(reference).stream())
                        .<Json>map(FamilyView::standing)
                        .toList()));
    }

    private static Json.Obj standing(Journal.Overview overview) {
        List<Json> stuck = overview.work().stream()
                .filter(work -> work.state().equals("PARKED"))
                .<Json>map(work -> Json.object()
                        .with("to", work.destination().map(PartnerId::value).orElse("the gateway itself"))
                        .with("reason", work.reason().orElse("")))
                .toList();
        return Json.object()
                .with("reference", overview.transition().reference().text())
                .with("status", overview.transition().status())
                .with("sender", overview.transition().sender().value())
                .with("custodian", overview.transition().custodian().value())
                .with("stuck", new Json.Arr(stuck));
    }
}
