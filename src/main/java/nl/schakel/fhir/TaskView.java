package nl.schakel.fhir;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.ReferralReference;

/**
 * One receiver's task as that receiver and the sender may see it: state alone, nothing about the client.
 *
 * @param id of the Task resource
 * @param version counts from 1; the ETag
 * @param status FHIR Task status
 * @param reason coded reason of that status
 * @param reference the referral it belongs to
 * @param changed when the status last changed
 */
public record TaskView(
        UUID id, long version, String status, Optional<String> reason, ReferralReference reference, Instant changed) {}
