package nl.schakel.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Referral;
import nl.schakel.referral.SealedContent;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.seal.SealedPart;

/**
 * Parts of a message that the gateway carries and cannot open. It knows of them what their outside says: whose they are, for
 * whom, in which message; and of which category, as their sender declares. What does not say so is refused at its place.
 */
record SealedParts(Directory directory) {

    /** Whether each sealed part is well formed, of this message, of its sender, and of one known category. */
    Step<ValidatedReferral> check(ValidatedReferral valid) {
        Set<String> seen = new HashSet<>();
        return sealed(valid.referral())
                .flatMap(item -> fault(item, valid.referral(), seen).stream())
                .findFirst()
                .<Step<ValidatedReferral>>map(Step::stopped)
                .orElseGet(() -> Step.next(valid));
    }

    /** The same, and each is for somebody whom this message is for. */
    Step<ValidatedReferral> addressed(ValidatedReferral valid) {
        List<InformationItem> parts = sealed(valid.referral()).toList();
        if (parts.isEmpty()) {
            return Step.next(valid);
        }
        Set<PartnerId> receivers = directory
                .candidates(valid)
                .fold(
                        all -> all.stream().map(one -> one.receiver()).collect(Collectors.toSet()),
                        nobody -> Set.<PartnerId>of());
        return parts.stream()
                .filter(item ->
                        addressee(item.resource()).filter(receivers::contains).isEmpty())
                .findFirst()
                .<Step<ValidatedReferral>>map(item ->
                        Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, place(item) + ".content[0].attachment.data")
                                .seen("sealed for a party that this message is not for")
                                .expected("a part sealed for one of those who are asked")))
                .orElseGet(() -> Step.next(valid));
    }

    /** The sealed parts of a referral that this receiver alone can open. */
    Set<Json.Obj> of(Referral referral, PartnerId receiver) {
        return sealed(referral)
                .map(InformationItem::resource)
                .filter(resource -> addressee(resource).equals(Optional.of(receiver)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<InformationItem> sealed(Referral referral) {
        return referral.items().stream().filter(item -> SealedContent.is(item.resource()));
    }

    private Optional<PartnerId> addressee(Json.Obj resource) {
        return SealedContent.jwe(resource)
                .flatMap(SealedPart::label)
                .flatMap(label -> directory.byOin(label.to()))
                .map(Partner::id);
    }

    private Optional<Problem> fault(InformationItem item, Referral referral, Set<String> seen) {
        Optional<String> jwe = SealedContent.jwe(item.resource());
        Optional<SealedPart.Label> label = jwe.flatMap(SealedPart::label);
        String data = place(item) + ".content[0].attachment.data";
        if (label.isEmpty()) {
            return Optional.of(Problem.at(ProblemCode.VALUE_INVALID, data)
                    .seen("something else beside, or not of this form")
                    .expected("one attachment of application/jose: a compact JWE of type overdracht-part+jwe"));
        }
        List<String> categories = SealedContent.categories(item.resource());
        if (!categories.equals(List.of(item.category().code()))) {
            return Optional.of(unlabelled(item, categories));
        }
        return Stream.of(
                        problem(
                                !label.get()
                                        .messageId()
                                        .equals(referral.envelope().messageId()),
                                Problem.at(ProblemCode.VALUE_INVALID, data)
                                        .seen("a part of another message")
                                        .expected("the id of this message in its header")),
                        problem(
                                !isOf(referral.envelope().sender(), label.get().from()),
                                Problem.at(ProblemCode.SENDER_MISMATCH, data)
                                        .seen("a part that another party sealed")
                                        .expected("a part that its sender sealed")),
                        problem(
                                !seen.add(jwe.orElseThrow())
                                        || !seen.add("name " + label.get().name()),
                                Problem.at(ProblemCode.VALUE_INVALID, data)
                                        .seen("the same part twice")
                                        .expected("every part once, with a name of its own")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Problem unlabelled(InformationItem item, List<String> categories) {
        Problem problem = Problem.at(
                        categories.isEmpty() ? ProblemCode.REQUIRED_MISSING : ProblemCode.VALUE_INVALID,
                        place(item) + ".securityLabel")
                .expected("one coding of " + SealedContent.CATEGORY + ": the category of what is sealed");
        return categories.isEmpty() ? problem : problem.seen(categories.size() + " categories, or an unknown one");
    }

    private boolean isOf(PartnerId sender, String oin) {
        return directory
                .partner(sender)
                .flatMap(Partner::oin)
                .filter(oin::equals)
                .isPresent();
    }

    private static Optional<Problem> problem(boolean wrong, Problem problem) {
        return wrong ? Optional.of(problem) : Optional.empty();
    }

    /** The resource in the sender's own message. */
    private static String place(InformationItem item) {
        String begun = item.origin().place();
        return Stream.of("].resource", "]")
                .filter(begun::contains)
                .findFirst()
                .map(end -> begun.substring(0, begun.indexOf(end) + end.length()))
                .orElse(begun);
    }
}
