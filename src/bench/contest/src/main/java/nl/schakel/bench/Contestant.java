package nl.schakel.bench;

/** One way to translate: a message's bytes to bytes. Those of other libraries are found as services. */
public interface Contestant {

    /** Task and way, such as {@code adt-a03/schakel}. */
    String name();

    byte[] translate(byte[] message);
}
