package nl.schakel.journal;

/** Does the work; the hall implements it, {@code dispatch} calls it. */
public interface WorkHandler {

    /**
     * Decides and makes the bytes, inside the transaction that commits SENDING. Pure but for the ledger; may run again
     * after a crash.
     *
     * @param ledger reads and writes within this transaction
     */
    Prepared prepare(WorkItem item, Ledger ledger);

    /** Calls the partner, outside any transaction, within {@code Limits.PARTNER_CALL}. */
    Sent send(WorkItem item, Outgoing outgoing);
}
