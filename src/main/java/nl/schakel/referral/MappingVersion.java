package nl.schakel.referral;

/**
 * What a message was read with.
 *
 * @param mapping id and content hash of one mapping: {@code hl7v2-nl/2.5/ref-i12@3f9a12bc}
 * @param set content hash of all mappings and code tables that were active together; the message keeps it
 */
public record MappingVersion(String mapping, String set) {}
