package nl.schakel.directory;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.ProblemCode;

/** Who has to act on what waits for a person: a functional mailbox, or the operator of this gateway. */
final class Owner {
    static final String OPERATOR = "operator";

    /** Only the partner's own technical desk can mend these, or say what became of the message. */
    private static final Set<String> THEIRS = EnumSet.of(
                    ProblemCode.PARTNER_UNREACHABLE,
                    ProblemCode.PARTNER_REFUSED,
                    ProblemCode.OUTCOME_UNKNOWN,
                    ProblemCode.ATTEMPTS_EXHAUSTED)
            .stream()
            .map(ProblemCode::id)
            .collect(Collectors.toUnmodifiableSet());

    private Owner() {}

    /** @param reason as work is parked by it: a problem's code, and its words behind a blank */
    static String of(Optional<Partner> partner, String reason) {
        return partner.filter(there -> THEIRS.contains(reason.split(" ", 2)[0]))
                .map(Partner::contact)
                .orElse(OPERATOR);
    }
}
