package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.MappingVersion;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.evidence.ValidatedReferral;

/**
 * What a door has to know of a message to accept it.
 *
 * @param consents what the client said about their data, as FHIR Consent; it takes effect with the acceptance
 * @param readable whether all of it could be read; what lacks codes waits for them
 * @param family what its sender calls the family that the client belongs to
 * @param deletions what its sender takes away
 * @param ended numbers that are the same client's and end with this message; takes effect with the acceptance too
 * @param secret whether it says that the client's whereabouts are protected; that takes effect with the acceptance too
 * @param lasting what was read, where reading the stored message gives exactly the same
 */
record AtDoor(
        Envelope envelope,
        MappingVersion mapping,
        List<Json.Obj> consents,
        Optional<String> family,
        List<EndedNumber> ended,
        boolean readable,
        Deletions deletions,
        boolean secret,
        Optional<ValidatedReferral> lasting) {
    AtDoor {
        consents = List.copyOf(consents);
        ended = List.copyOf(ended);
    }

    AtDoor about(ReferralReference reference) {
        return new AtDoor(
                envelope.about(reference), mapping, consents, family, ended, readable, deletions, secret, lasting);
    }

    List<String> endedNumbers() {
        return ended.stream().map(EndedNumber::number).toList();
    }
}
