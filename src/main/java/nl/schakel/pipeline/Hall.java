package nl.schakel.pipeline;

import java.util.function.Supplier;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.ValidatedReferral;

/** The order of the stages behind the accept: what follows from a message, what is released, what is told. */
final class Hall implements WorkHandler {
    private final Routing routing;
    private final Release release;
    private final Telling telling;
    private final Fetching fetching;
    private final BackDoor backDoor;

    Hall(Routing routing, Release release, Telling telling, Fetching fetching, BackDoor backDoor) {
        this.routing = routing;
        this.release = release;
        this.telling = telling;
        this.fetching = fetching;
        this.backDoor = backDoor;
    }

    @Override
    public Prepared prepare(WorkItem item, Ledger ledger) {
        Prepared prepared = prepared(item, ledger);
        return prepared instanceof Prepared.Park park
                        && !park.problem().gaps().isEmpty()
                        && Protections.hold(ledger.dossier())
                ? new Prepared.Park(park.problem().withoutCodes())
                : prepared;
    }

    private Prepared prepared(WorkItem item, Ledger ledger) {
        return switch (item.kind()) {
            case ROUTE -> fetched(item, ledger, () -> routing.route(item, ledger));
            case DELIVER -> release.prepare(item, ledger);
            case TELL -> telling.prepare(item, ledger);
            // It waits for a person; whoever has it tried again finds out that it still does.
            case REVIEW -> new Prepared.Park(Problem.at(ProblemCode.SECOND_PERSON_NEEDED, item.subject()));
        };
    }

    /** What follows from a message, decided while it is accepted and from what was read at its door. */
    Prepared follow(WorkItem item, ValidatedReferral read, Ledger ledger) {
        return fetched(item, ledger, () -> routing.route(item, read, ledger));
    }

    /** A message that only says where something is has that fetched first. */
    private Prepared fetched(WorkItem item, Ledger ledger, Supplier<Prepared> routed) {
        return fetching.wanted(item, ledger).<Prepared>map(Prepared.Send::new).orElseGet(routed);
    }

    @Override
    public Sent send(WorkItem item, Outgoing outgoing) {
        return item.kind() == WorkItem.Kind.ROUTE
                ? fetching.fetch(outgoing)
                : backDoor.send(item.destination().orElseThrow(), outgoing);
    }
}
