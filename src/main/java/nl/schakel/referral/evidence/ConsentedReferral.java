package nl.schakel.referral.evidence;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;

/** A candidate release with the word of law and consent on every category it holds. */
public final class ConsentedReferral {
    private final Candidate candidate;
    private final Map<Category, Ruling> rulings;
    private final String policy;
    private final Instant decidedAt;
    private final Json.Obj record;

    private ConsentedReferral(
            Candidate candidate, Map<Category, Ruling> rulings, String policy, Instant decidedAt, Json.Obj record) {
        this.candidate = candidate;
        this.rulings = Map.copyOf(rulings);
        this.policy = policy;
        this.decidedAt = decidedAt;
        this.record = record;
    }

    /**
     * The word on one category.
     *
     * @param permitted whether it may go
     * @param rule the rule that spoke: a row of the policy table, {@code default-deny}, or a global rule
     * @param basis law or consent it rests on; the neutral word where the reason would itself reveal something
     */
    public record Ruling(boolean permitted, String rule, String basis) {}

    /** Called by the room {@code consent} alone; every category of the referral has a ruling. */
    public static ConsentedReferral minted(
            Candidate candidate, Map<Category, Ruling> rulings, String policy, Instant decidedAt, Json.Obj record) {
        Map<Category, Ruling> complete = new EnumMap<>(Category.class);
        complete.putAll(rulings);
        if (!complete.keySet().containsAll(candidate.referral().categories())) {
            throw new IllegalArgumentException("A category has no ruling");
        }
        return new ConsentedReferral(candidate, complete, policy, decidedAt, record);
    }

    public Candidate candidate() {
        return candidate;
    }

    public Map<Category, Ruling> rulings() {
        return rulings;
    }

    /** Version and hash of the policy table, such as {@code default-policy@5c01d2aa}. */
    public String policy() {
        return policy;
    }

    public Instant decidedAt() {
        return decidedAt;
    }

    /** The whole decision for the audit, inputs and every rule that spoke; it is not told outside. */
    public Json.Obj record() {
        return record;
    }
}
