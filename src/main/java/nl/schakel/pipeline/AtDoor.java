package nl.schakel.pipeline;

import java.util.List;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.MappingVersion;

/**
 * What a door has to know of a message to accept it.
 *
 * @param consents what the client said about their data, as FHIR Consent; it takes effect with the acceptance
 */
record AtDoor(Envelope envelope, MappingVersion mapping, List<Json.Obj> consents) {
    AtDoor {
        consents = List.copyOf(consents);
    }
}
