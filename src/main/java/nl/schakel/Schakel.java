package nl.schakel;

import nl.schakel.command.Commands;

/** The front door: the command line, with the frame that starts a gateway. */
public final class Schakel {
    private Schakel() {}

    public static void main(String[] arguments) {
        System.exit(Commands.run(new Frame(), arguments));
    }
}
