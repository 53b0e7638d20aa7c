package nl.schakel.referral;

import java.time.Duration;

/** Every limit of the gateway with its why; a larger message is refused with {@link ProblemCode#LIMIT_EXCEEDED}. */
public final class Limits {
    /** A discharge letter as PDF fits; a scanned file does not belong in a message. */
    public static final int MESSAGE_BYTES = 2 * 1024 * 1024;
    /** Slow senders hold a connection, not a thread; half a minute is ten times a bad mobile line. */
    public static final Duration WHOLE_FRAME = Duration.ofSeconds(30);
    /** FHIR resources nest below 20; beyond this only attacks do. */
    public static final int DEPTH = 32;
    /** About ten times the largest sample bundle. */
    public static final int TOKENS = 100_000;
    /** 1e999999999 costs gigabytes when it is expanded; no amount of money needs more digits. */
    public static final int NUMBER_CHARACTERS = 30;
    /** Segments of one HL7 v2 message: an ORU with 13 ZRM domains has 16. */
    public static final int SEGMENTS = 2_000;
    /** Fields of one HL7 v2 segment: PID has 39. */
    public static final int FIELDS = 256;
    /** Repetitions of one HL7 v2 field. */
    public static final int REPETITIONS = 128;
    /** A file of rows as a desk exports it; each row becomes a message of its own. */
    public static final int CSV_FILE_BYTES = 8 * 1024 * 1024;
    /** A year of intakes of a large desk. */
    public static final int CSV_ROWS = 5_000;
    /** The intake form has 51 columns. */
    public static final int CSV_COLUMNS = 256;
    /** A cell of a spreadsheet holds no more. */
    public static final int CSV_CELL_CHARACTERS = 32_767;
    /** Parts of one e-mail: a text, a form and what comes with it. */
    public static final int MAIL_PARTS = 20;
    /** Multiparts inside one another: mixed, related, alternative. */
    public static final int MAIL_DEPTH = 4;
    /** All header lines of an e-mail or a part; servers on the way add some. */
    public static final int MAIL_HEADER_BYTES = 64 * 1024;
    /** A letter that nobody reads to its end helps no client. */
    public static final int LETTER_PAGES = 20;
    /** Attributes of one XML element, namespace declarations among them: a StUF root has about ten. */
    public static final int ATTRIBUTES = 64;
    /** Characters of a member's, an element's or an attribute's name; a longer one is no standard's. */
    public static final int NAME_CHARACTERS = 128;
    /** Text of one XML element that is no attachment: a remark in iWmo has 200 characters, a letter about 20,000. */
    public static final int TEXT_CHARACTERS = 64 * 1024;
    /** JWS header: a chain of three certificates is about 6 kB. */
    public static final int SEAL_HEADER_BYTES = 64 * 1024;
    /** Root, intermediate, leaf and two to spare. */
    public static final int CERTIFICATE_CHAIN = 5;
    /** MSH-10, Bundle.identifier and the like; beyond it an index suffers. */
    public static final int MESSAGE_ID_CHARACTERS = 128;
    /** Clocks of partners differ; Kerberos' five minutes. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    /** A signed message older than this is not accepted any more. */
    public static final Duration SIGNATURE_LIFE = Duration.ofDays(30);
    /** A partner that does not answer in this time has an unknown outcome. */
    public static final Duration PARTNER_CALL = Duration.ofSeconds(20);
    /** Longer than a partner call, so that a lease never ends while the call still runs. */
    public static final Duration LEASE = PARTNER_CALL.plusSeconds(5);
    /** The broker may lose everything; this is the longest delay that costs. */
    public static final Duration SWEEP = Duration.ofSeconds(15);
    /** Members of one family: a couple with eight children and two grandparents; each is read at every release of another. */
    public static final int FAMILY = 12;
    /** Crashes of one item before a person looks at it. */
    public static final int POISON_ATTEMPTS = 3;

    private Limits() {}
}
