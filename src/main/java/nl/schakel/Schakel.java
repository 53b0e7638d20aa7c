package nl.schakel;

/** The front door. */
public final class Schakel {
    private Schakel() {}

    public static void main(String[] arguments) {
        System.exit(arguments.length);
    }
}
