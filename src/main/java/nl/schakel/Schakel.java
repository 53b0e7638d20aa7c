package nl.schakel;

import nl.schakel.command.Commands;
import nl.schakel.command.GatewayStarter;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** The front door. */
public final class Schakel {
    private Schakel() {}

    public static void main(String[] arguments) {
        GatewayStarter none = (home, properties) -> Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID));
        System.exit(Commands.run(none, arguments));
    }
}
