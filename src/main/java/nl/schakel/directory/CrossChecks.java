package nl.schakel.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;

/** What no single file can show: names that must differ between files, and names that must lead somewhere. */
final class CrossChecks {
    private final Optional<Gateway> gateway;
    private final List<PartnerFile> partners;
    private final List<CircleFile> circles;
    private final Map<PartnerId, PartnerFile> byId;

    CrossChecks(Optional<Gateway> gateway, List<PartnerFile> partners, List<CircleFile> circles) {
        this.gateway = gateway;
        this.partners = partners;
        this.circles = circles;
        this.byId = partners.stream().collect(Collectors.toMap(p -> p.partner().id(), Function.identity()));
    }

    void check(Path channels) {
        everyIdentifierHasOneOwner();
        everyTemplateExists(channels);
        everyPartyIsAPartnerForThatPurpose();
        noTwoCirclesTakeTheSame();
    }

    private void everyIdentifierHasOneOwner() {
        Map<String, String> owners = new HashMap<>();
        gateway.ifPresent(g -> {
            owners.put("oin|" + g.oin(), g.id().value());
            owners.put("id|" + g.id(), g.id().value());
        });
        for (PartnerFile partner : partners) {
            names(partner.partner()).forEach(name -> {
                String owner = owners.putIfAbsent(name, partner.partner().id().value());
                if (owner != null) {
                    throw partner.file().invalid("", name + " of " + owner, "identifiers that no other partner has");
                }
            });
        }
    }

    private static Stream<String> names(Partner partner) {
        return Stream.of(
                        Stream.of("id|" + partner.id()),
                        partner.oin().stream().map(oin -> "oin|" + oin),
                        partner.facilities().stream().map(f -> "facility|" + f),
                        partner.identifiers().entrySet().stream().map(e -> e.getKey() + "|" + e.getValue()))
                .flatMap(Function.identity())
                .distinct();
    }

    /** Partners may be checked before the templates are there, but not against a folder that lacks one. */
    private void everyTemplateExists(Path channels) {
        if (!Files.isDirectory(channels)) {
            return;
        }
        for (PartnerFile partner : partners) {
            List<ChannelUse> uses = partner.partner().channels();
            for (int i = 0; i < uses.size(); i++) {
                String template = uses.get(i).template();
                if (!Files.isRegularFile(channels.resolve(template + ".camel.yaml"))) {
                    throw partner.file()
                            .invalid("/channels/" + i + "/template", "'" + template + "'", "a template in channels/");
                }
            }
        }
    }

    private void everyPartyIsAPartnerForThatPurpose() {
        for (CircleFile circle : circles) {
            List<Circle.Party> parties = circle.circle().parties();
            for (int i = 0; i < parties.size(); i++) {
                checkParty(circle, parties.get(i), CircleFile.pointer(i));
            }
        }
    }

    private void checkParty(CircleFile circle, Circle.Party party, String pointer) {
        PartnerFile partner = byId.get(party.partner());
        if (partner == null) {
            throw circle.file().invalid(pointer + "/partner", "'" + party.partner() + "'", "the id of a partner file");
        }
        if (!partner.agreement().purposes().contains(party.purpose())) {
            throw circle.file()
                    .invalid(
                            pointer + "/purpose",
                            party.purpose().code() + " for " + party.partner(),
                            "a purpose of its partner file");
        }
        party.channel().ifPresent(name -> {
            if (partner.partner().channel(name).filter(ChannelUse::leadsOut).isEmpty()) {
                throw circle.file()
                        .invalid(
                                pointer + "/channel", "'" + name + "'", "a channel of its partner file that leads out");
            }
        });
    }

    private void noTwoCirclesTakeTheSame() {
        for (int i = 0; i < circles.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (overlap(circles.get(i).circle(), circles.get(j).circle())) {
                    throw circles.get(i)
                            .file()
                            .invalid(
                                    "/services",
                                    "a service that " + circles.get(j).circle().name() + " takes there too",
                                    "one circle per service and place");
                }
            }
        }
    }

    private static boolean overlap(Circle one, Circle other) {
        boolean place = !Collections.disjoint(one.municipalities(), other.municipalities())
                || !Collections.disjoint(one.addressed(), other.addressed());
        boolean sender = one.from().isEmpty() == other.from().isEmpty()
                && (one.from().isEmpty() || !Collections.disjoint(one.from(), other.from()));
        return place && sender && !Collections.disjoint(one.services(), other.services());
    }
}
