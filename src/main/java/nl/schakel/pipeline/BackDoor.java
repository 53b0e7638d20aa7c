package nl.schakel.pipeline;

import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.PartnerId;

/** The way out: calls one partner through its channel. The room {@code channel} implements it. */
public interface BackDoor {

    /** Sends exactly these bytes and waits for the partner's answer within {@code Limits.PARTNER_CALL}. */
    Sent send(PartnerId receiver, Outgoing outgoing);
}
