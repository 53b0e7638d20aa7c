package nl.schakel.translate.tree;

import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;

/**
 * One message as it came in, with what its partner file and its door say about it.
 *
 * @param mapping the family of inbound mappings of the sender's partner file, such as {@code hl7v2-nl/2.5}
 * @param mediaType as declared, without parameters
 * @param charset as declared by transport or partner file; what the message itself declares comes first
 * @param facts what else the door knows, such as {@code operation}
 */
public record SourceMessage(
        PartnerId sender,
        Role senderRole,
        String mapping,
        String mediaType,
        Optional<String> charset,
        byte[] bytes,
        Map<String, String> facts) {
    /** Name of the place where rows find what the door knew; no resource and no form has it. */
    public static final String FACTS = "$facts";

    public SourceMessage {
        facts = Map.copyOf(facts);
    }

    /** Hangs what the door knew below the message. It is no part of it, so nothing of it can be lost. */
    public void hangFacts(Branch root) {
        Branch known = root.grow(Node.Kind.MEMBER, FACTS, 0);
        facts.forEach((name, value) ->
                known.bear(Node.Kind.MEMBER, name, 0, new Json.Text(value)).read());
    }

    @Override
    public String toString() {
        return "SourceMessage[" + sender + ", " + mapping + ", " + bytes.length + " bytes]";
    }
}
