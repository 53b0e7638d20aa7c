package nl.schakel.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.directory.Directory;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.disclosure.Looked;
import nl.schakel.disclosure.MarkedItem;
import nl.schakel.disclosure.Surroundings;
import nl.schakel.referral.Category;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/** What one receiver may have of a referral: the circle names it, law and consent permit, the table of needs limits. */
record Clearance(Directory directory, ConsentDesk consentDesk, Disclosure disclosure) {

    /**
     * A decision with what is left of the referral under it, which may be nothing.
     *
     * @param marked what a person must look at before anything goes
     */
    record Cleared(ConsentedReferral consented, Step<MinimisedReferral> minimised, Supplier<List<MarkedItem>> marked) {

        /** Why a person must look first; nothing to release is no such reason. */
        Optional<Problem> stopped() {
            return minimised.fold(
                    left -> Optional.empty(),
                    problem -> Optional.of(problem).filter(p -> p.code() != ProblemCode.NOTHING_TO_RELEASE));
        }

        /** The categories of which something would be deleted at this receiver. */
        Set<Category> deleted() {
            return minimised.fold(
                    left -> left.deletions().stream().map(Deletion::category).collect(Collectors.toUnmodifiableSet()),
                    problem -> Set.of());
        }

        /** The categories that would go. */
        Set<Category> released() {
            return minimised.fold(
                    left -> left.items().stream()
                            .map(InformationItem::category)
                            .collect(Collectors.toUnmodifiableSet()),
                    problem -> Set.of());
        }
    }

    Step<Cleared> decide(ValidatedReferral valid, PartnerId receiver, Household household, Instant at, Looked looked) {
        ValidatedReferral known = known(valid, household.file());
        return directory
                .candidates(known)
                .then(candidates -> only(candidates, receiver)
                        .then(candidate -> decide(known, candidates, candidate, household, at, looked)));
    }

    /** The referral with what is known of its client beside it: protection that any message told of counts in each. */
    static ValidatedReferral known(ValidatedReferral valid, ClientFile file) {
        return file.secretAddress() ? valid.guarded() : valid;
    }

    Step<Cleared> decide(
            ValidatedReferral valid,
            List<Candidate> candidates,
            Candidate candidate,
            Household household,
            Instant at,
            Looked looked) {
        Surroundings around =
                new Neighbourhood(directory).around(valid, candidates, candidate.receiver(), household.relatives());
        return consentDesk
                .decide(candidate, household.file(), at)
                .map(consented -> new Cleared(
                        consented,
                        disclosure.minimise(consented, around, looked),
                        () -> disclosure.marked(consented, around, looked)));
    }

    private static Step<Candidate> only(List<Candidate> candidates, PartnerId receiver) {
        return candidates.stream()
                .filter(candidate -> candidate.receiver().equals(receiver))
                .findFirst()
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NO_CIRCLE)));
    }
}
