package nl.schakel.command;

/** What a command tells the shell. */
final class Exit {
    static final int OK = 0;
    /** It ran, and found or met something that is not right. */
    static final int FINDING = 1;

    static final int USAGE = 2;
    /** Nothing answered at the other side. */
    static final int UNREACHABLE = 3;

    static final int DENIED = 4;

    private Exit() {}
}
