package nl.schakel.pipeline;

import java.time.Instant;
import java.util.List;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/** What one receiver may have of a referral: the circle names it, law and consent permit, the table of needs limits. */
record Clearance(Directory directory, ConsentDesk consentDesk, Disclosure disclosure) {

    Step<MinimisedReferral> of(ValidatedReferral valid, PartnerId receiver, Instant at) {
        return directory
                .candidates(valid)
                .then(candidates -> only(candidates, receiver)
                        .then(candidate -> consentDesk.decide(candidate, ClientFile.EMPTY, at))
                        .then(consented -> disclosure.minimise(
                                consented, new Neighbourhood(directory).around(valid, candidates, receiver))));
    }

    private static Step<Candidate> only(List<Candidate> candidates, PartnerId receiver) {
        return candidates.stream()
                .filter(candidate -> candidate.receiver().equals(receiver))
                .findFirst()
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NO_CIRCLE)));
    }
}
