package nl.schakel.audit;

import java.util.Optional;

/**
 * One event, in the words of NEN 7513 and without personal data: ids and codes only. Its time is the database's.
 *
 * @param event what was done, such as {@code accept}
 * @param actor the organisation that did it or whom it was done for
 * @param object what it was done to: a referral reference or a message id of ours
 * @param place where: the door or the partner's channel
 * @param outcome a short code
 * @param reason why, in codes or words without personal data
 */
public record AuditEvent(
        String event, Optional<String> actor, Optional<String> object, String place, String outcome, String reason) {}
