package nl.schakel.dialogue;

import nl.schakel.journal.Sent;

/**
 * One delivery that takes several calls. It can be broken off anywhere and be begun again with the same bytes: then it finds
 * what it has done before and does only the rest. Not safe for use by several threads.
 */
public interface Dialogue {

    /** The next call, or what came of all of them; asked once before each call and once after the last. */
    Turn next();

    /**
     * The partner's answer to the call that was asked last.
     *
     * @param status of HTTP
     * @param body perhaps cut off where it is longer than an answer may be
     */
    void heard(int status, byte[] body);

    /**
     * What is known of the whole delivery when a call ended without an answer.
     *
     * @param call what is known of that call alone
     */
    Sent broken(Sent call);
}
