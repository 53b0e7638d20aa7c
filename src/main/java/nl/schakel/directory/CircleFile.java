package nl.schakel.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/** One circle file that the schema has let through. */
record CircleFile(StrictYaml.Read file, Circle circle) {

    static CircleFile of(StrictYaml.Read file) {
        JsonNode root = file.root();
        JsonNode municipality = root.get("municipality");
        List<Circle.Party> parties = new ArrayList<>();
        parties.add(party(root.get("desk")));
        root.path("parties").forEach(p -> parties.add(party(p)));
        Circle circle = new Circle(
                root.get("name").asText(),
                Set.of(
                        municipality.get("code").asText(),
                        municipality.get("name").asText().toLowerCase(Locale.ROOT)),
                texts(root.get("services")),
                texts(root.path("from")).stream()
                        .map(role -> Role.of(role).orElseThrow())
                        .collect(Collectors.toUnmodifiableSet()),
                texts(root.get("addressed")).stream()
                        .map(Identifiers::canonical)
                        .collect(Collectors.toUnmodifiableSet()),
                parties);
        if (!file.name().endsWith("/" + circle.name() + ".yaml")) {
            throw file.invalid("/name", "'" + circle.name() + "'", "the file's own name without .yaml");
        }
        return new CircleFile(file, circle);
    }

    private static Circle.Party party(JsonNode party) {
        return new Circle.Party(
                new PartnerId(party.get("partner").asText()),
                Purpose.of(party.get("purpose").asText()).orElseThrow(),
                Optional.ofNullable(party.get("need"))
                        .map(n -> Need.of(n.asText()).orElseThrow()),
                Optional.ofNullable(party.get("channel")).map(JsonNode::asText));
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Path of a party within the file, for messages. */
    static String pointer(int party) {
        return party == 0 ? "/desk" : "/parties/" + (party - 1);
    }
}
