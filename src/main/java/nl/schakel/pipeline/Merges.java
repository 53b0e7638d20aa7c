package nl.schakel.pipeline;

import java.util.List;
import java.util.Set;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.journal.Acceptance;
import nl.schakel.referral.Envelope;

/** What a message does that says that two numbers are one client's. */
final class Merges {
    private final DossierSeal seal;
    private final Consents consents;
    private final JoinedFamilies families;
    private final Directory directory;

    Merges(DossierSeal seal, Consents consents, JoinedFamilies families, Directory directory) {
        this.seal = seal;
        this.consents = consents;
        this.families = families;
        this.directory = directory;
    }

    Acceptance.Effect effect(Envelope envelope, List<EndedNumber> ended) {
        Set<String> authorities =
                directory.partner(envelope.sender()).map(Partner::facilities).orElse(Set.of());
        return new Merging(seal, consents, families, envelope, ended, authorities);
    }
}
