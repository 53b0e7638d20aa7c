package nl.schakel.identity;

import java.util.Optional;
import nl.schakel.directory.Partner;

/** The names by which a partner may call itself inside a message; its file has them all. */
final class Names {
    /** A status on a Task we gave names no sender of its own; connection and seal say who it is. */
    private static final String TASK = "Task";

    private Names() {}

    static boolean belong(Claims claims, Partner partner) {
        Optional<String> named = claims.named();
        return named.map(name -> isOf(partner, name))
                .orElseGet(() -> claims.messageKind().equals(TASK));
    }

    private static boolean isOf(Partner partner, String name) {
        return partner.facilities().contains(name)
                || partner.identifiers().containsValue(name)
                || partner.id().value().equals(name)
                || partner.oin().filter(name::equals).isPresent();
    }
}
