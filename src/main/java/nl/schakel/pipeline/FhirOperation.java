package nl.schakel.pipeline;

import java.util.Set;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** Which kinds each address of the FHIR door takes, so that nothing gets in by the address of something else. */
final class FhirOperation {
    private static final String MESSAGE = "$process-message";
    private static final Set<String> ANSWERS = Set.of("Task");

    private FhirOperation() {}

    /** A message that is read again stands at no address, and other doors have addresses of their own. */
    static Step<Named> takes(String operation, Named named) {
        Set<String> kinds = kinds(operation);
        return kinds.isEmpty() || kinds.contains(named.kind())
                ? Step.next(named)
                : Step.stopped(Problem.at(ProblemCode.MESSAGE_TYPE_UNKNOWN, "resourceType")
                        .expected(String.join(", ", kinds.stream().sorted().toList())));
    }

    private static Set<String> kinds(String operation) {
        return switch (operation) {
            case MESSAGE -> Set.of(MESSAGE);
            case "Bundle" -> Set.of("Bundle/transaction", "Bundle/document", MESSAGE);
            case "Task" -> Set.of("Task+ServiceRequest", "Task+ReferralRequest");
            case "Consent" -> Set.of("Consent");
            default -> operation.startsWith("Task/") ? ANSWERS : Set.of();
        };
    }
}
