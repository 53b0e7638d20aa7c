package nl.schakel.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import nl.schakel.journal.Alerts;
import nl.schakel.journal.Alerts.Alert;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Reconciliation;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How much there is to do, and what somebody must know of. */
@RestController
@RequestMapping("/api/v1")
final class AlertList {
    private static final int MOST_DAYS = 366;

    private final Journal journal;
    private final Alerts alerts;
    private final DiskRoom room;
    private final Reconciliation reconciliation;

    AlertList(Journal journal, Alerts alerts, DiskRoom room, Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
        this.room = room;
        this.journal = journal;
        this.alerts = alerts;
    }

    /**
     * @param alerts how many conditions last
     * @param accepting whether messages are taken; not while the disk is nearly full
     * @param held to how many partners nothing goes for a moment, because they were not reached or asked for that
     * @param reconciliation where every message is that was ever accepted; absent until it was counted after a start
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Status(
            long open,
            long sending,
            long parked,
            long alerts,
            long held,
            boolean accepting,
            Optional<Messages> reconciliation) {}

    /** Messages, not items of work: one has several. */
    record Messages(String countedAt, long accepted, long open, long parked, long done, long unaccounted) {
        static Messages of(Reconciliation.Count count) {
            Reconciliation.Balance whole = count.whole();
            return new Messages(
                    count.at().toString(),
                    whole.accepted(),
                    whole.open(),
                    whole.parked(),
                    whole.done(),
                    count.unaccounted());
        }
    }

    @GetMapping("/status")
    Status status() {
        Journal.Backlog backlog = journal.backlog();
        return new Status(
                backlog.open(),
                backlog.sending(),
                backlog.parked(),
                alerts.list(0).size(),
                journal.holds().size(),
                !room.isShort(),
                reconciliation.last().map(Messages::of));
    }

    /** @param days what ended in so many days comes along */
    @GetMapping("/alerts")
    ResponseEntity<Object> alerts(@RequestParam(defaultValue = "0") int days) {
        if (days < 0 || days > MOST_DAYS) {
            return ProblemAnswers.of(
                    Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "days").expected("0 to " + MOST_DAYS)));
        }
        List<Json> all = alerts.list(days).stream().map(AlertList::alert).toList();
        return ProblemAnswers.ok(Json.object().with("alerts", new Json.Arr(all)));
    }

    private static Json alert(Alert alert) {
        Json.Obj one = Json.object()
                .with("kind", alert.condition().kind())
                .with("subject", alert.condition().subject())
                .with("since", alert.since().toString())
                .with("words", alert.condition().words());
        return alert.until().map(until -> one.with("until", until.toString())).orElse(one);
    }
}
