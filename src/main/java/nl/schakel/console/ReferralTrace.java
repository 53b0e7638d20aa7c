package nl.schakel.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The referral and its timeline: stages, outcomes and reasons; no personal data. */
@RestController
@RequestMapping("/api/v1")
final class ReferralTrace {
    private final Journal journal;

    ReferralTrace(Journal journal) {
        this.journal = journal;
    }

    @GetMapping("/referrals/{reference}")
    ResponseEntity<Object> referral(@PathVariable String reference) {
        return answer(reference, false);
    }

    @GetMapping("/referrals/{reference}/timeline")
    ResponseEntity<Object> timeline(@PathVariable String reference) {
        return answer(reference, true);
    }

    private ResponseEntity<Object> answer(String text, boolean withEvents) {
        Optional<ReferralReference> reference = ReferralReference.parse(text);
        return reference
                .flatMap(journal::overview)
                .map(overview -> ResponseEntity.ok((Object) view(overview, withEvents)))
                .orElseGet(() -> ProblemAnswers.of(ProblemCode.NOT_FOUND));
    }

    private Map<String, Object> view(Journal.Overview overview, boolean withEvents) {
        Ledger.TransitionRow row = overview.transition();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("reference", row.reference().text());
        view.put("status", row.status());
        view.put("sender", row.sender().value());
        view.put("custodian", row.custodian().value());
        row.exitDate().ifPresent(date -> view.put("exitDate", date.toString()));
        view.put("tasks", overview.tasks().stream().map(ReferralTrace::task).toList());
        view.put("work", overview.work().stream().map(ReferralTrace::work).toList());
        if (withEvents) {
            view.put("events", events(row.reference()));
        }
        return view;
    }

    private static Map<String, Object> task(Ledger.TaskRow task) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", task.id().toString());
        view.put("receiver", task.receiver().value());
        view.put("need", task.need().map(Need::code).orElse("desk"));
        view.put("status", task.status());
        task.reason().ifPresent(reason -> view.put("reason", reason));
        view.put("version", task.version());
        return view;
    }

    private static Map<String, Object> work(Journal.Waiting waiting) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("kind", waiting.kind().name());
        waiting.destination().ifPresent(partner -> view.put("destination", partner.value()));
        view.put("state", waiting.state());
        view.put("attempts", waiting.attempts());
        if (waiting.paused()) {
            view.put("paused", true);
        }
        waiting.waitsFor().ifPresent(head -> view.put("waitsFor", head.toString()));
        waiting.nextAt().ifPresent(at -> view.put("nextAt", at.toString()));
        waiting.reason().ifPresent(reason -> view.put("reason", reason));
        return view;
    }

    private List<Map<String, Object>> events(ReferralReference reference) {
        return journal.trace(reference).stream().map(ReferralTrace::event).toList();
    }

    private static Map<String, Object> event(Journal.TraceLine line) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("at", line.at().toString());
        view.put("stage", line.stage());
        view.put("partner", line.partner().map(PartnerId::value).orElse(""));
        view.put("outcome", line.outcome());
        view.put("reason", line.reason());
        return view;
    }
}
