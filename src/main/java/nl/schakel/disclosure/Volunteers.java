package nl.schakel.disclosure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Category;
import nl.schakel.referral.Role;

/**
 * The most that a volunteer (netwerkcoach, kwartiermaker) may have, whatever a table or a policy says: a first name, how to
 * reach somebody, and the goals that were chosen for this. A volunteer has no professional secrecy and no basis for a BSN.
 */
final class Volunteers {
    private static final String CHOSEN = "Goal[category.coding.code=netwerkcoach|kwartiermaken].";

    private static final Map<Category, Projection> CEILING = Map.of(
            Category.IDENTITY, only("Patient.name.given"),
            Category.CONTACT,
                    only(
                            "Patient.telecom",
                            "Patient.communication",
                            "Patient.extension[url=https://schakel.nl/fhir/StructureDefinition/safe-contact]"),
            Category.PLAN,
                    only(
                            CHOSEN + "category",
                            CHOSEN + "description.text",
                            CHOSEN + "lifecycleStatus",
                            CHOSEN + "target.dueDate"));

    private Volunteers() {}

    static boolean are(Role role) {
        return role == Role.VRIJW;
    }

    /** Empty for a category of which a volunteer gets nothing. */
    static Optional<Projection> ceiling(Category category) {
        return Optional.ofNullable(CEILING.get(category));
    }

    private static Projection only(String... paths) {
        return new Projection(
                false,
                List.copyOf(Arrays.stream(paths)
                        .map(path -> NeededPath.of(path).orElseThrow())
                        .toList()));
    }
}
