package nl.schakel.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import nl.schakel.referral.Referral;

/** The client's age as the referral tells it. */
final class BirthDate {
    private BirthDate() {}

    /** Unknown when no birth date is given, or two that differ. */
    static Age age(Referral referral, Instant at) {
        LocalDate day = DutchTime.day(at);
        List<String> born = referral.items().stream()
                .filter(item -> item.resourceType().equals("Patient"))
                .flatMap(item -> item.resource().text("birthDate").stream())
                .distinct()
                .toList();
        return born.size() == 1 ? Age.at(born.get(0), day) : Age.UNKNOWN;
    }
}
