package nl.schakel.channel;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One folder of a partner, on this machine or on a server of its own. What lies in it is called by its bare name; no link is
 * ever followed. Whatever cannot be done throws.
 */
interface DropFolder {

    /** Whether it is there, as a folder. */
    boolean isThere() throws IOException;

    /** What lies here and has a name that is meant, at most so many, each with what it looks like. */
    Map<String, Look> list(Predicate<String> meant, int atMost) throws IOException;

    /** What it looks like now; empty when nothing has this name. */
    Optional<Look> look(String name) throws IOException;

    /** At most one byte more than the limit, whatever its size says; empty when nothing has this name. */
    Optional<byte[]> read(String name, int limit) throws IOException;

    /** Puts bytes under this name, whole or not at all; what stood there before is replaced. */
    void place(String name, byte[] bytes) throws IOException;

    /**
     * Gives it another place and name in one step; what stands there already has the same bytes or is replaced. False when
     * nothing had this name.
     */
    boolean move(String name, DropFolder to, String as) throws IOException;

    /** Nothing has this name afterwards. */
    void delete(String name) throws IOException;

    /** What was moved into or out of it stays so after a power cut, where that can be asked for. */
    void force() throws IOException;

    /** Where something of this name is, in the words of its machine. */
    String at(String name);
}
