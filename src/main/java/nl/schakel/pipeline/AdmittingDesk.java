package nl.schakel.pipeline;

import java.util.Optional;
import nl.schakel.referral.Problem;

/** Hands in what is admitted, and words the rest. */
final class AdmittingDesk implements FrontDesk {
    private final Admission admission;
    private final Doors doors;
    private final FrontDesk desk;

    AdmittingDesk(Admission admission, Doors doors, FrontDesk desk) {
        this.admission = admission;
        this.doors = doors;
        this.desk = desk;
    }

    @Override
    public Received receive(Inbound inbound) {
        Optional<Problem> refusal = admission.refusal(inbound);
        return refusal.<Received>map(problem -> new Received.Refused(problem, doors.refused(inbound, problem)))
                .orElseGet(() -> desk.receive(inbound));
    }

    @Override
    public byte[] refuse(String door, Problem problem) {
        return desk.refuse(door, problem);
    }
}
