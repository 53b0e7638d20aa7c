package nl.schakel.disclosure;

import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;

/**
 * Names for a client towards receivers that have no basis for the BSN: the same for one receiver every time, and for two
 * receivers never the same, so that they cannot put their files together.
 */
@FunctionalInterface
public interface Pseudonyms {
    /** The identifier system under which a pseudonym goes. */
    String SYSTEM = "https://schakel.nl/fhir/NamingSystem/pseudonym";

    /**
     * The name of a message's client towards this receiver.
     *
     * @param envelope says who the client is: by BSN, or by a number of the sender
     */
    String of(PartnerId receiver, Envelope envelope);
}
