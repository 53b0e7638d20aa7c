package nl.schakel.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.SealForm;

/** One partner file that the schema has let through, as a partner and what was agreed with it. */
record PartnerFile(StrictYaml.Read file, Partner partner, Agreement agreement) {
    /** Bundles alone carry sealed parts: their id is known before they are sent (ADR 0025). */
    private static final List<String> PARTS =
            List.of("fhir/r4/message-bundle", "fhir/r4/transaction-bundle", "fhir/r4/document-bundle");

    static PartnerFile of(StrictYaml.Read file, Placeholders placeholders) {
        JsonNode root = file.root();
        Partner partner = new Partner(
                new PartnerId(root.get("id").asText()),
                root.get("name").asText(),
                Role.of(root.get("role").asText()).orElseThrow(),
                Optional.ofNullable(root.get("oin")).map(JsonNode::asText),
                Set.copyOf(texts(root.path("facilities"))),
                map(root.path("identifiers")),
                Set.copyOf(texts(root.path("sends"))),
                Set.copyOf(texts(root.path("addresses"))),
                channels(file, placeholders),
                mappings(root.path("mappings")),
                root.at("/delivery/class").asText(),
                texts(root.at("/delivery/retry")).stream().map(Duration::parse).toList(),
                root.get("contact").asText());
        return new PartnerFile(file, partner, agreement(root)).checked();
    }

    private static List<ChannelUse> channels(StrictYaml.Read file, Placeholders placeholders) {
        JsonNode channels = file.root().get("channels");
        return java.util.stream.IntStream.range(0, channels.size())
                .mapToObj(i -> channel(file, placeholders, channels.get(i), "/channels/" + i))
                .toList();
    }

    private static ChannelUse channel(
            StrictYaml.Read file, Placeholders placeholders, JsonNode channel, String pointer) {
        Map<String, String> parameters = new LinkedHashMap<>();
        map(channel.path("parameters"))
                .forEach((name, value) ->
                        parameters.put(name, placeholders.fill(value, file, pointer + "/parameters/" + name)));
        return new ChannelUse(
                channel.get("name").asText(),
                channel.get("template").asText(),
                parameters,
                channel.get("sealed").asBoolean(),
                mappings(channel.path("mappings")),
                channel.path("seal").asText().equals("ws-security"),
                SealForm.of(channel.path("signature").asText(SealForm.OVERDRACHT.text()))
                        .orElseThrow());
    }

    /** {@code status} may name a mapping for each kind of message and status: {@code status WMO315 rejected}. */
    private static Map<String, String> mappings(JsonNode mappings) {
        Map<String, String> named = new LinkedHashMap<>();
        mappings.properties().forEach(use -> {
            if (use.getValue().isObject()) {
                map(use.getValue()).forEach((word, mapping) -> named.put(use.getKey() + ' ' + word, mapping));
            } else {
                named.put(use.getKey(), use.getValue().asText());
            }
        });
        return named;
    }

    private static Agreement agreement(JsonNode root) {
        Set<Purpose> purposes = texts(root.path("purposes")).stream()
                .map(p -> Purpose.of(p).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
        List<Agreement.Opening> openings =
                stream(root.path("hours")).map(PartnerFile::opening).toList();
        return new Agreement(
                purposes,
                openings,
                Duration.parse(root.at("/deadlines/answer").asText()),
                Optional.ofNullable(root.get("silence")).map(JsonNode::asText).map(Duration::parse),
                root.path("seal-parts").asBoolean(),
                quota(root.path("quota")),
                root.path("backlog").asLong(Agreement.USUAL_BACKLOG),
                Optional.ofNullable(root.get("delivery").get("calls-at-once")).map(JsonNode::asInt),
                Optional.of(root.path("heartbeat")).filter(JsonNode::isObject).map(PartnerFile::heartbeat));
    }

    private static Agreement.Heartbeat heartbeat(JsonNode heartbeat) {
        return new Agreement.Heartbeat(
                Duration.parse(heartbeat.get("every").asText()),
                heartbeat.get("channel").asText());
    }

    private static Quota quota(JsonNode quota) {
        if (quota.isMissingNode()) {
            return Quota.STANDARD;
        }
        Quota usual = Quota.of(quota.get("per-minute").asInt());
        return new Quota(usual.perMinute(), quota.path("burst").asInt(usual.burst()));
    }

    private static Agreement.Opening opening(JsonNode hours) {
        return new Agreement.Opening(
                texts(hours.get("days")).stream().map(DayOfWeek::valueOf).collect(Collectors.toUnmodifiableSet()),
                LocalTime.parse(hours.get("from").asText()),
                LocalTime.parse(hours.get("until").asText()));
    }

    /** What a schema cannot say: members of one file that must agree with each other. */
    private PartnerFile checked() {
        String stem = partner.id() + ".yaml";
        if (!file.name().endsWith("/" + stem)) {
            throw file.invalid("/id", "'" + partner.id() + "'", "the file's own name without .yaml");
        }
        if (partner.channels().stream().map(ChannelUse::name).distinct().count()
                < partner.channels().size()) {
            throw file.invalid("/channels", "a channel name twice", "every channel name once");
        }
        for (int i = 0; i < partner.channels().size(); i++) {
            checkFolder(file.root().at("/channels/" + i + "/parameters/folder"), i);
        }
        if (agreement.sealParts()) {
            checkPlaceForParts();
        }
        agreement.heartbeat().ifPresent(this::checkHeartbeat);
        return this;
    }

    /** It is FHIR, so it goes by FHIR. */
    private void checkHeartbeat(Agreement.Heartbeat heartbeat) {
        if (heartbeat.every().compareTo(Agreement.Heartbeat.LEAST) < 0
                || heartbeat.every().compareTo(Agreement.Heartbeat.MOST) > 0) {
            throw file.invalid("/heartbeat/every", heartbeat.every().toString(), "PT10S to P1D");
        }
        if (partner.channel(heartbeat.channel())
                .filter(channel -> channel.template().equals("fhir-rest-out"))
                .isEmpty()) {
            throw file.invalid(
                    "/heartbeat/channel",
                    "'" + heartbeat.channel() + "'",
                    "a channel of this file with the template fhir-rest-out");
        }
    }

    /** Whoever wants parts sealed must never get them open because its format has no place for them. */
    private void checkPlaceForParts() {
        if (partner.oin().isEmpty()) {
            throw file.invalid("/seal-parts", "no oin", "an oin, by which the sealed parts say for whom they are");
        }
        for (ChannelUse channel : partner.channels()) {
            for (String use : List.of("out", "update")) {
                partner.mapping(channel, use)
                        .filter(mapping -> channel.leadsOut() && !channel.looks() && !PARTS.contains(mapping))
                        .ifPresent(mapping -> {
                            throw file.invalid(
                                    "/seal-parts",
                                    "the mapping " + mapping + " of channel " + channel.name(),
                                    "mappings with a place for sealed parts: " + String.join(", ", PARTS));
                        });
            }
        }
    }

    /** A folder of another partner would hand over that partner's files. */
    private void checkFolder(JsonNode folder, int channel) {
        String own = "${home}/drop/" + partner.id() + "/";
        if (folder.isTextual() && !folder.asText().startsWith(own)) {
            throw file.invalid(
                    "/channels/" + channel + "/parameters/folder",
                    "'" + StrictYaml.shown(folder.asText()) + "'",
                    "a folder below " + own);
        }
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).toList();
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }
}
