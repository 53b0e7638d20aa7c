package nl.schakel.dispatch;

/** Whether work may be taken up at all. */
@FunctionalInterface
public interface WorkGate {
    /** Asked once, at the start. */
    boolean isOpen();
}
