package nl.schakel.pipeline;

/** Where a defect happened, without the exception's message: that might quote what a sender sent. */
final class Defects {
    private Defects() {}

    static String place(Throwable defect) {
        for (StackTraceElement frame : defect.getStackTrace()) {
            if (frame.getClassName().startsWith("nl.schakel.")) {
                return frame.getClassName() + ":" + frame.getLineNumber();
            }
        }
        return "outside";
    }
}
