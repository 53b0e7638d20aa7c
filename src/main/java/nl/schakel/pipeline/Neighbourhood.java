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
import nl.schakel.referral.Envelope;
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
        Envelope envelope = valid.referral().envelope();
        Set<String> names = new HashSet<>();
        Stream.concat(
                        candidates.stream().filter(Neighbourhood::isHidden).map(Candidate::receiver),
                        Stream.of(envelope.sender()).filter(sender -> !isDesk(envelope)))
                .filter(partner -> !partner.equals(receiver))
                .flatMap(partner -> directory.partner(partner).stream())
                .forEach(partner -> names.addAll(names(partner)));
        return new Surroundings(
                candidates.stream().anyMatch(Neighbourhood::isHidden),
                names,
                desk(candidates, envelope),
                relatives,
                new SealedParts(directory).of(valid.referral(), receiver));
    }

    private static boolean isHidden(Candidate candidate) {
        return candidate.role() == Role.VO;
    }

    /** Nobody stays at a desk: its name is the way to the client, and tells no place. */
    private static boolean isDesk(Envelope envelope) {
        return envelope.senderRole() == Role.TOEG;
    }

    /** The desk that is asked; a referral that a desk itself sends leads back to that desk. */
    private Optional<String> desk(List<Candidate> candidates, Envelope envelope) {
        return candidates.stream()
                .filter(candidate -> candidate.need().isEmpty())
                .map(Candidate::receiver)
                .findFirst()
                .or(() -> Optional.of(envelope.sender()).filter(sender -> isDesk(envelope)))
                .flatMap(directory::partner)
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
