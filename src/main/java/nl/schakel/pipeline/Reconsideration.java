package nl.schakel.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.consent.ClientFile;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Dossier.DecisionRow;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Clearance.Cleared;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.transition.Transition;
import nl.schakel.translate.json.StrictJson;

/**
 * Looks at a referral again after something about its client changed: who holds more than it may have now is told, and
 * who may have more gets it.
 */
final class Reconsideration {
    /** The subject of a work item that asks for this. */
    static final String SUBJECT = WorkItem.RECONSIDER;

    private final Directory directory;
    private final Clearance clearance;
    private final Dossiers dossiers;
    private final Families families;
    private final Looks looks;
    private final NoticeTerms terms;

    Reconsideration(Directory directory, Clearance clearance, Dossiers dossiers, Families families, Looks looks) {
        this.directory = directory;
        this.clearance = clearance;
        this.dossiers = dossiers;
        this.families = families;
        this.looks = looks;
        this.terms = new NoticeTerms(directory);
    }

    Step<String> look(ValidatedReferral valid, WorkItem item, Ledger ledger) {
        if (ledger.tasks(item.reference().orElseThrow()).isEmpty()) {
            return Step.next("nobody-asked");
        }
        return dossiers.of(ledger.dossier(), item.reference().orElseThrow())
                .then(file -> families.of(valid, file, ledger))
                .then(household -> {
                    ValidatedReferral request = Clearance.known(valid, household.file());
                    return directory
                            .candidates(request)
                            .map(candidates -> look(request, candidates, household, item, ledger));
                });
    }

    /**
     * The same when the request is erased, as far as it can be: what was recorded of each decision is asked again of what is on
     * file now. Nothing can go to anybody any more.
     */
    Step<String> lookAtErased(WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        List<DecisionRow> released = ledger.dossier().released(reference);
        List<NoticeRow> notices = ledger.dossier().notices(reference);
        return dossiers.of(ledger.dossier(), reference).then(file -> {
            Step<String> looked = Step.next("reconsidered");
            for (Ledger.TaskRow task : ledger.tasks(reference)) {
                Having having = Having.of(task.receiver(), released, List.of(), notices);
                looked = looked.then(word -> still(task, released, file, ledger).map(now -> {
                    Set<Category> lost = without(having.held(), now);
                    // That there is a block may not show.
                    if (!lost.isEmpty() && !file.conflicts().contains(task.receiver())) {
                        tell(task, lost, item, ledger);
                    }
                    return word;
                }));
            }
            return looked;
        });
    }

    /** What a receiver may still have of what went there. */
    private Step<Set<Category>> still(Ledger.TaskRow task, List<DecisionRow> released, ClientFile file, Ledger ledger) {
        Step<Set<Category>> still = Step.next(EnumSet.noneOf(Category.class));
        for (DecisionRow decision : Having.to(task.receiver(), released)) {
            still = still.then(known -> StrictJson.readObject(decision.audit())
                    .then(record -> clearance.consentDesk().stillPermitted(record, file, ledger.now()))
                    .map(more -> {
                        known.addAll(more);
                        return known;
                    }));
        }
        return still;
    }

    private String look(
            ValidatedReferral request, List<Candidate> candidates, Household household, WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        List<DecisionRow> released = ledger.dossier().released(reference);
        List<DecisionRow> underway = ledger.dossier().underway(reference);
        List<NoticeRow> notices = ledger.dossier().notices(reference);
        List<Ledger.TaskRow> tasks = ledger.tasks(reference);
        for (Candidate candidate : candidates) {
            Optional<Ledger.TaskRow> task = tasks.stream()
                    .filter(row -> row.receiver().equals(candidate.receiver()))
                    .findFirst();
            Optional<Cleared> cleared = clearance
                    .decide(
                            request,
                            candidates,
                            candidate,
                            household,
                            ledger.now(),
                            looks.at(reference, candidate.receiver(), ledger.dossier()))
                    .fold(Optional::of, problem -> Optional.empty());
            // Where a person must look first, nothing is said and nothing goes before they did.
            if (task.isPresent() && cleared.filter(c -> c.stopped().isEmpty()).isPresent()) {
                compare(
                        task.get(),
                        Having.of(candidate.receiver(), released, underway, notices),
                        cleared.get(),
                        household.file(),
                        item,
                        ledger);
            }
        }
        return "reconsidered";
    }

    /**
     * What a receiver has.
     *
     * @param held what went there, less what it was told to use no more
     * @param coming the same with what is made for it and only waits to be called: were it sent anew, it would come twice
     * @param waits whether something is made and waits
     * @param content of the last that went or waits
     */
    private record Having(Set<Category> held, Set<Category> coming, boolean waits, Optional<String> content) {
        static Having of(
                PartnerId receiver, List<DecisionRow> released, List<DecisionRow> underway, List<NoticeRow> notices) {
            List<DecisionRow> gone = to(receiver, released);
            List<DecisionRow> made = to(receiver, underway);
            Set<Category> held = categories(gone.stream());
            notices.stream()
                    .filter(notice -> notice.receiver().equals(receiver))
                    .forEach(notice -> {
                        held.removeAll(notice.categories());
                        held.addAll(categories(
                                gone.stream().filter(d -> d.decidedAt().isAfter(notice.madeAt()))));
                    });
            Set<Category> coming = categories(made.stream());
            coming.addAll(held);
            Optional<String> content = Stream.concat(gone.stream(), made.stream())
                    .flatMap(decision -> decision.content().stream())
                    .reduce((earlier, later) -> later);
            return new Having(held, coming, !made.isEmpty(), content);
        }

        private static List<DecisionRow> to(PartnerId receiver, List<DecisionRow> decisions) {
            return decisions.stream()
                    .filter(decision -> decision.receiver().equals(receiver))
                    .toList();
        }

        private static Set<Category> categories(Stream<DecisionRow> decisions) {
            Set<Category> all = EnumSet.noneOf(Category.class);
            decisions.forEach(decision -> all.addAll(decision.released()));
            return all;
        }
    }

    /** Whether a later message, or a word of a person, changed something that this receiver has or will have, and may have. */
    private boolean isChanged(Ledger.TaskRow task, Having having, Cleared cleared, Ledger ledger) {
        if (!having.waits() && ledger.dossier().amendments(task.reference()).isEmpty()) {
            return false;
        }
        Optional<String> now = dossiers.content(cleared, task.reference(), ledger);
        return now.isPresent() && !now.equals(having.content());
    }

    private void compare(
            Ledger.TaskRow task, Having having, Cleared cleared, ClientFile file, WorkItem item, Ledger ledger) {
        Set<Category> now = cleared.released();
        // That there is a block may not show: to whom nothing may go, no word goes either.
        boolean silent = file.conflicts().contains(task.receiver());
        // What its sender deleted is told by an update without it; it may still be had.
        Set<Category> lost = without(without(having.held(), now), cleared.deleted());
        if (!lost.isEmpty() && !silent) {
            tell(task, lost, item, ledger);
        }
        Set<Category> gained = without(now, having.coming());
        boolean open = Transition.isOpen(task.status());
        boolean more = !gained.isEmpty() || isChanged(task, having, cleared, ledger);
        if (more && open && !ledger.dossier().awaits(task.reference(), task.receiver())) {
            ledger.trace(
                    task.reference(),
                    "consent",
                    Optional.of(task.receiver()),
                    gained.isEmpty() ? "changed" : "widened",
                    gained.isEmpty()
                            ? "something that it may have has changed"
                            : "may have now: " + PermittedWords.codes(gained));
            ledger.enqueue(
                    WorkItem.Kind.DELIVER,
                    task.reference(),
                    item.inboxId(),
                    task.receiver(),
                    task.id().toString());
        } else if (open
                && !silent
                && !ledger.dossier().amendments(task.reference()).isEmpty()) {
            ledger.trace(task.reference(), "consent", Optional.of(task.receiver()), "kept", kept(cleared));
        }
    }

    /** Why a receiver gets nothing of what came later, or nothing more than it gets anyhow. */
    private static String kept(Cleared cleared) {
        return "nothing new may go now; not passed on: "
                + cleared.minimised()
                        .fold(
                                PermittedWords::withheld,
                                problem -> problem.code().id());
    }

    private void tell(Ledger.TaskRow task, Set<Category> lost, WorkItem item, Ledger ledger) {
        NoticeRow notice = new NoticeRow(
                UUID.randomUUID(),
                task.reference(),
                task.id(),
                task.receiver(),
                Notices.NO_LONGER_PERMITTED,
                lost,
                terms.byProtocol(task.receiver()),
                ledger.now(),
                NoticeTask.REQUESTED,
                NoticeTask.VERSION,
                Optional.empty(),
                Optional.empty());
        ledger.dossier().save(notice);
        ledger.trace(
                task.reference(),
                "consent",
                Optional.of(task.receiver()),
                "narrowed",
                "holds and may have no more: " + PermittedWords.codes(lost) + "; notice " + notice.id());
        ledger.enqueue(
                WorkItem.Kind.TELL, task.reference(), item.inboxId(), task.receiver(), Notices.subject(notice.id()));
    }

    private static Set<Category> without(Set<Category> all, Set<Category> some) {
        Set<Category> left = EnumSet.noneOf(Category.class);
        left.addAll(all);
        left.removeAll(some);
        return left;
    }
}
