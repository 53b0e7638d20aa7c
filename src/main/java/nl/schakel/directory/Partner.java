package nl.schakel.directory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;

/**
 * A partner as its file says.
 *
 * @param oin organisation identification number, the serialNumber of its certificates
 * @param facilities HL7 sending facilities (MSH-4) it may use
 * @param identifiers other identifiers per system: {@code agb}, {@code ura}, {@code kvk}, {@code facility}
 * @param sends message kinds it may send: {@code REF^I12}, {@code $process-message}, {@code Task}
 * @param addresses source addresses from which plain MLLP is taken
 * @param channels in the order of the file
 * @param mappings mapping ids: {@code in}, {@code out}, {@code status}
 * @param deliveryClass A takes repeats, B can be asked, C neither
 * @param retry waiting time before each next attempt; the list's length is the number of further attempts
 * @param contact mailbox of its technical desk
 */
public record Partner(
        PartnerId id,
        String name,
        Role role,
        Optional<String> oin,
        Set<String> facilities,
        Map<String, String> identifiers,
        Set<String> sends,
        Set<String> addresses,
        List<ChannelUse> channels,
        Map<String, String> mappings,
        String deliveryClass,
        List<Duration> retry,
        String contact) {
    private static final String MAILBOX = "mailbox";

    public Partner {
        facilities = Set.copyOf(facilities);
        identifiers = Map.copyOf(identifiers);
        sends = Set.copyOf(sends);
        addresses = Set.copyOf(addresses);
        channels = List.copyOf(channels);
        mappings = Map.copyOf(mappings);
        retry = List.copyOf(retry);
    }

    /**
     * Whether what is sent to it comes to this person: their mailbox is its desk's or stands in one of its channels, or a number
     * of theirs is its own.
     *
     * @param system {@code mailbox}, or the system of a number as the partner file names it: {@code agb}, {@code ura}
     */
    public boolean isReachedThrough(String system, String value) {
        return system.equals(MAILBOX)
                ? contact.equalsIgnoreCase(value)
                        || channels.stream()
                                .flatMap(channel -> channel.parameters().values().stream())
                                .anyMatch(value::equalsIgnoreCase)
                : value.equals(identifiers.get(system));
    }

    /** The channel of this name. */
    public Optional<ChannelUse> channel(String channelName) {
        return channels.stream().filter(c -> c.name().equals(channelName)).findFirst();
    }

    /** The family of mappings for what comes through this door: of the partner's channel there, else of the partner. */
    public Optional<String> mappingIn(String door) {
        return channels.stream()
                .filter(channel -> !channel.leadsOut() && channel.speaks(door))
                .flatMap(channel -> Optional.ofNullable(channel.mappings().get("in")).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(mappings.get("in")));
    }

    /** Whether messages of this family may come from it, by whichever door. */
    public boolean reads(String family) {
        return family.equals(mappings.get("in"))
                || channels.stream()
                        .anyMatch(channel -> family.equals(channel.mappings().get("in")));
    }

    /** The channel by which an answer goes back to what came through this door. */
    Optional<ChannelUse> wayBack(String door) {
        return channels.stream()
                .filter(channel -> channel.leadsOut() && channel.speaks(door))
                .findFirst();
    }

    /** The mapping for what leaves by this channel: the channel's own, else the partner's. */
    Optional<String> mapping(ChannelUse channel, String use) {
        return Optional.ofNullable(channel.mappings().get(use)).or(() -> Optional.ofNullable(mappings.get(use)));
    }

    /** The channel through which its own cases may be read. */
    public Optional<ChannelUse> look() {
        return channels.stream().filter(ChannelUse::looks).findFirst();
    }

    /** The first channel of the file through which messages leave. */
    public Optional<ChannelUse> wayOut() {
        return channels.stream()
                .filter(channel -> channel.leadsOut() && !channel.looks())
                .findFirst();
    }

    @Override
    public String toString() {
        return "Partner[" + id + "]";
    }
}
