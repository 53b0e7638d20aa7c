package nl.schakel.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.disclosure.Relative;
import nl.schakel.disclosure.Surroundings;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ValidatedReferral;

/** Who else takes part, as far as it tells where a protected client is: a women's shelter, and the house that sends. */
record Neighbourhood(Directory directory) {
    /** A machine of every house, so the name of none. */
    private static final String OWN_MACHINE = "localhost";

    Surroundings around(
            ValidatedReferral valid, List<Candidate> candidates, PartnerId receiver, List<Relative> relatives) {
        PartnerId sender = valid.referral().envelope().sender();
        Set<String> names = new HashSet<>();
        Stream.concat(candidates.stream().filter(Neighbourhood::isHidden).map(Candidate::receiver), Stream.of(sender))
                .filter(partner -> !partner.equals(receiver))
                .flatMap(partner -> directory.partner(partner).stream())
                .forEach(partner -> names.addAll(names(partner)));
        return new Surroundings(
                candidates.stream().anyMatch(Neighbourhood::isHidden),
                names,
                desk(candidates),
                relatives,
                new SealedParts(directory).of(valid.referral(), receiver));
    }

    private static boolean isHidden(Candidate candidate) {
        return candidate.role() == Role.VO;
    }

    private Optional<String> desk(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.need().isEmpty())
                .findFirst()
                .flatMap(candidate -> directory.partner(candidate.receiver()))
                .map(Partner::name);
    }

    private static List<String> names(Partner partner) {
        return Stream.of(
                        Stream.of(partner.id().value(), partner.name(), partner.contact()),
                        partner.facilities().stream(),
                        partner.identifiers().values().stream(),
                        partner.oin().stream(),
                        partner.channels().stream()
                                .flatMap(channel ->
                                        Optional.ofNullable(channel.parameters().get("host")).stream())
                                .filter(host -> !host.equals(OWN_MACHINE)))
                .flatMap(names -> names)
                .toList();
    }
}
