package nl.schakel.journal;

import nl.schakel.referral.Problem;

/** What a handler made of a work item inside the releasing transaction. */
public sealed interface Prepared {

    /** Committed as SENDING with these bytes; then the partner is called, outside any transaction. */
    record Send(Outgoing outgoing) implements Prepared {}

    /** Nothing to send: the item is done with the changes written to the ledger. */
    record Done(String outcome) implements Prepared {}

    /**
     * Done without sending, and the bytes of an earlier attempt are thrown away: they hold what may no longer go. When the
     * partner may have them already they stay, as proof of what it has. Whatever may still go is new work with bytes of its own.
     */
    record Withdrawn(String outcome) implements Prepared {}

    /** A person looks at it; the item is kept with its reason. */
    record Park(Problem problem) implements Prepared {}
}
