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

    /** Between two looks into a server: each is a login. */
    static final Duration SFTP_LOOK = Duration.ofSeconds(5);
    /** Until the next login where the last ones failed, so that no server locks our account. */
    static final Duration SFTP_REST = Duration.ofMinutes(5);
    /** A partner's server may be further away than its doors. */
    static final Duration SFTP_CONNECT = Duration.ofSeconds(5);
    /** Servers make who guesses passwords wait a few seconds. */
    static final Duration SFTP_LOGIN = Duration.ofSeconds(10);
    /** A piece of 32 kB over a slow line. */
    static final Duration SFTP_ANSWER = Duration.ofSeconds(30);
    /** Of a look, for all answers together: who drips is hung up on. */
    static final Duration SFTP_WAITING = Duration.ofMinutes(10);
    /** A look with what is handed in meanwhile: 200 tables. */
    static final Duration SFTP_LOOK_WHOLE = Duration.ofHours(1);
    /** A seal that another gateway has just put there gets its file in a moment; the server's clock may be wrong by hours. */
    static final Duration SFTP_LOST_SEAL = Duration.ofDays(2);
    /** For the next message of a queue; beyond it somebody else's turn may come. */
    static final Duration QUEUE_WAIT = Duration.ofMillis(250);
    /** One word of a broker. A delivery takes five at most, and a handshake: together they stay within a lease. */
    static final Duration BROKER_CALL = Duration.ofSeconds(3);
    /** A broker that says nothing at all for so long is gone. */
    static final Duration BROKER_SILENT = Duration.ofSeconds(15);
    /** The longest pause before a broker, or a message that could not be taken, is tried again. */
    static final Duration BROKER_PAUSE = Duration.ofSeconds(60);

    private DoorLimits() {}
}
