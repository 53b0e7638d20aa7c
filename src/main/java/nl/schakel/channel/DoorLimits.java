package nl.schakel.channel;

import java.time.Duration;

/** Limits of sockets, each with its why; those of messages are in {@code Limits}. */
final class DoorLimits {
    /** Each keeps a socket and a small buffer; a region has a few dozen senders. */
    static final int CONNECTIONS = 512;
    /** Wards keep their line open through the night; a dead peer is found by then. */
    static final Duration IDLE = Duration.ofHours(12);
    /** Between requests; a partner's pool reconnects in milliseconds. */
    static final Duration IDLE_HTTP = Duration.ofMinutes(2);
    /** A handshake is three packets. */
    static final Duration HANDSHAKE = Duration.ofSeconds(10);
    /** After the last answer the peer may finish writing, so that a reset does not swallow that answer. */
    static final Duration PARTING = Duration.ofSeconds(2);
    /** Method, path and version. */
    static final int REQUEST_LINE_CHARACTERS = 4 * 1024;
    /** A seal of 64 kB, as base64 of its header, and the ordinary headers. */
    static final int HEADER_CHARACTERS = 96 * 1024;
    /** A partner in the same country answers a SYN in milliseconds. */
    static final Duration CONNECT = Duration.ofSeconds(3);
    /** Waiting for a free connection of the partner's pool; beyond it the partner is the slow one. */
    static final Duration POOL_WAIT = Duration.ofSeconds(1);
    /** An ACK, an OperationOutcome or a signed receipt. */
    static final int ANSWER_BYTES = 64 * 1024;
    /** Stopping a door: what is being accepted may finish; three doors within the five seconds of a stop. */
    static final Duration CLOSING = Duration.ofSeconds(1);
    /** An acknowledgement that is held back until its sender may go on; interface engines wait five seconds at least. */
    static final Duration HELD_ANSWER = Duration.ofSeconds(3);
    /** Seconds a sender should wait when it is told to come back. */
    static final int RETRY_AFTER_SECONDS = 5;

    /** Between two looks into a folder. */
    static final Duration LOOK = Duration.ofSeconds(1);
    /** Between two looks into a mailbox; a mail may take minutes anyway. */
    static final Duration MAIL_LOOK = Duration.ofSeconds(5);
    /** A file that nobody wrote to for so long is whole, unless its sender rests between two pieces. */
    static final Duration QUIET = Duration.ofSeconds(2);
    /** For the seal of a file; who writes both needs no more. */
    static final Duration SEAL_WAIT = Duration.ofSeconds(60);
    /** Files that a look keeps in mind; beyond it the first must be taken before others are seen. */
    static final int FILES_SEEN = 10_000;
    /** Files taken at one look, so that a flood in one folder lets what was left behind come up. */
    static final int FILES_PER_LOOK = 200;

    private DoorLimits() {}
}
