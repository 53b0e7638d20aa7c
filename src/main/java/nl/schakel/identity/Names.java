package nl.schakel.identity;

import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.Partner;

/** The names by which a partner may call itself inside a message; its file has them all. */
final class Names {
    /**
     * Kinds that have no place for who sends them, so that connection and seal say it alone, or the owner of a folder:
     * FHIR that is no message, and JSON of debts and cases.
     */
    private static final Set<String> NAMELESS = Set.of(
            "Task",
            "Task+ServiceRequest",
            "Task+ReferralRequest",
            "Bundle/transaction",
            "Bundle/document",
            "Consent",
            "levering",
            "notificatie",
            "zaak");

    private Names() {}

    static boolean belong(Claims claims, Partner partner) {
        Optional<String> named = claims.named();
        return named.map(name -> isOf(partner, name))
                .orElseGet(() -> claims.owner().isPresent() || NAMELESS.contains(claims.messageKind()));
    }

    private static boolean isOf(Partner partner, String name) {
        return partner.facilities().contains(name)
                || partner.identifiers().containsValue(name)
                || partner.id().value().equals(name)
                || partner.oin().filter(name::equals).isPresent();
    }
}
