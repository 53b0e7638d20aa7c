package nl.schakel;

/** The threats that we know, each with what is built against it and, where it is so, what is not there yet. */
public enum Threat {
    T01(
            "S",
            "A referral is forged",
            "Certificate of the connection, certificate of the seal, sender in the message and the partner file "
                    + "must name one organisation; else SCH-3001 or SCH-3004.",
            ""),
    T02(
            "S",
            "A handover is replayed",
            "Sender and message id are unique for ever: the same bytes get the stored receipt, other bytes a "
                    + "conflict. A seal counts for 30 days.",
            "A FHIR document names its receiver inside the sealed bytes; not every other format has a place for "
                    + "it, and no test replays one at a second gateway."),
    T03(
            "T",
            "A signature has a twin",
            "Nothing is identified by signature bytes; the length is exact before anything is computed.",
            ""),
    T04(
            "S",
            "A partner's key is stolen",
            "Rights per partner file and kind of message; one command revokes within a minute, another names every "
                    + "accepted message that bore the key.",
            "No alarm on rate or volume."),
    T05(
            "T",
            "A consent is tampered with",
            "A consent is kept under its hash and read again by it; who would profit cannot grant by message.",
            "A recorder does not sign a consent apart from the message that holds it."),
    T06(
            "E",
            "A consent ends between acceptance and delivery",
            "The decision is taken again inside the transaction that commits the release, under the client's "
                    + "lock.",
            ""),
    T07(
            "E",
            "One partner reads what is another's",
            "Absent and foreign get one answer; only sender and receivers speak about a referral.",
            "Organisations are kept apart in the queries, not by row security of the database; answer times are "
                    + "not measured."),
    T08(
            "T",
            "A value breaks out of its field",
            "Writers own the delimiters; what was written is read again and compared.",
            ""),
    T09(
            "E",
            "A value is evaluated as an expression",
            "Message data never reaches an expression language; partner files are data and cannot define a route.",
            "No rule of the architecture forbids expression languages in the channel."),
    T10("E", "A header of the frame comes from outside", "No header crosses an edge in either direction.", ""),
    T11("I D", "XML reads files or explodes", "Document types are refused in the three readers that there are.", ""),
    T12(
            "T",
            "JSON says one thing twice",
            "A strict reader refuses duplicates, depth, long numbers, NUL and half characters before anything "
                    + "else reads.",
            ""),
    T13("D", "A message is deep, wide or collides", "Every reader has its limits, in one place.", ""),
    T14(
            "D T",
            "MLLP framing is abused",
            "A decoder of our own: limit, deadline for a whole frame, every frame of a write answered in its "
                    + "order.",
            ""),
    T15(
            "T D",
            "A message lies about its encoding",
            "Bytes must fit the declared character set; NUL and line feeds are refused; the client must be there "
                    + "after reading.",
            ""),
    T16(
            "D T",
            "An archive explodes or leaves its folder",
            "Our own archive form holds nothing compressed; enclosed files that grow are not opened; compressed "
                    + "drops are refused.",
            ""),
    T17(
            "I",
            "An address in a message is called",
            "Only addresses of partner files are called, redirects are not followed, nothing in a message is "
                    + "fetched. What may be called at all is a list (egress.allow); the address itself is looked at, and what "
                    + "was looked at is connected to.",
            "To a mailbox (IMAPS) a connection may be made before its address is looked at; nothing is sent over it. The "
                    + "operator's own database and broker are not on the list."),
    T18(
            "T",
            "A file name leads elsewhere",
            "Names are made here; links are not followed; a file is taken by rename when it is whole.",
            ""),
    T19(
            "T I",
            "People show up in logs",
            "Logs hold ids and codes on one line; canaries in every field are looked for in every log, metric, "
                    + "queue and file name.",
            ""),
    T20(
            "I",
            "A secret address leaks",
            "Places are withheld by structure, looked for in words, encodings and enclosed files, and stop for a "
                    + "person.",
            "Only FHIR messages can carry sealed parts."),
    T21(
            "I",
            "Metadata tells the kind of care",
            "Queues, files and names are neutral; sealed parts are padded to few sizes.",
            "Nobody measured what an outsider can tell from captured traffic."),
    T22(
            "I",
            "An error tells too much",
            "One public answer for every fault of a seal or certificate; the cause stays inside.",
            ""),
    T23(
            "I",
            "Secrets lie open",
            "Keys are for their owner alone and never printed; the repository holds none; passwords are read from "
                    + "files that only their owner can read.",
            ""),
    T24(
            "D",
            "A slow partner holds up the others",
            "Each partner has its share of workers and connections and a deadline; one that is not reached five times is left alone, "
                    + "and tried by one call at a time until it answers.",
            ""),
    T25(
            "D",
            "A message kills its worker",
            "Attempts are counted before the work; after the limit a person looks.",
            "What is read and decided at a door is not counted: when that ends the process nothing was stored, and its sender sends it again."),
    T26(
            "D",
            "One partner floods the gateway",
            "Each partner has a quota, taken before anything is parsed or checked; the broker and every store have a limit and "
                    + "say so early.",
            "Each process counts by itself: with three gateways a partner may send three times its quota."),
    T27(
            "T",
            "The clock jumps",
            "Leases are intervals of the database; a seal of the future is refused.",
            "The wall clock is not compared with that of the database or the newest leaf."),
    T28(
            "S",
            "A certificate is revoked, has ended or its status is unknown",
            "Asked for in the background: revoked is refused, unknown beyond the grace is never taken and never "
                    + "lost.",
            ""),
    T29(
            "I",
            "Somebody inside reads content",
            "Sealed parts are closed to the gateway; opening in an emergency needs a second person and shows in "
                    + "the client's copy.",
            "Raw bytes are not encrypted in the database."),
    T30(
            "R T",
            "Somebody inside edits the audit log",
            "A tree whose signed checkpoints are in every receipt; the database role can only append.",
            ""),
    T31(
            "R",
            "A partner denies",
            "Sealed requests and signed receipts are kept and can be checked with none of our code.",
            ""),
    T32(
            "E",
            "The broker's port is abused",
            "The embedded broker has no port, makes no queue on request and carries ids alone; what lies in a partner's "
                    + "queue is bytes or text, or is not read.",
            ""),
    T33(
            "S",
            "An algorithm is confused or weakened",
            "The key decides: ES256, PS256 or EdDSA; a strict reader stands before any computation.",
            ""),
    T34("S", "A signature serves another purpose", "A type per purpose, separate keys, key usage.", ""),
    T35("D", "A header or chain has no end", "64 kB of header, five certificates.", ""),
    T36("T", "A screen runs a script of a message", "", "There are no screens yet; the API answers JSON and PDF."),
    T37(
            "S",
            "A screen's session is forged",
            "",
            "There are no screens yet; the operator's API takes a token and no cookie."),
    T38("I", "A screen is framed, cached or reflects its host", "", "There are no screens yet."),
    T39("T", "A cell is a formula", "Cells that begin as formulas are defused; quoting is the writer's.", ""),
    T40(
            "T E",
            "A sender lowers a label or sets a hidden member",
            "Labels are raised and never lowered by message; members are declared.",
            ""),
    T41("T", "A bundle smuggles", "Declared content only; one client per referral.", ""),
    T42(
            "T I",
            "The wrong client is linked",
            "Two identifiers that disagree stop; the check of a BSN holds; nothing is linked by likeness.",
            ""),
    T43(
            "T",
            "A mapping is changed unseen",
            "The whole set has one version, the hash of all that was read; a set with a fault is not taken into "
                    + "use.",
            "A set is neither signed nor approved by a second person."),
    T44(
            "T",
            "Something false is built in",
            "Every build makes a list of parts (CycloneDX) and holds each library to its checksum and licence; plugins "
                    + "have fixed versions, and what the build writes bears a fixed time.",
            "Plugins of the build and test libraries are not held to checksums, and no test compares two builds."),
    T45("S", "The demo's keys are used in production", "No start in production on a demo's authority.", ""),
    T46(
            "T R",
            "An old backup is restored",
            "Noticed at the start by the checkpoints outside; nothing goes on until a person takes it up.",
            ""),
    T47(
            "I",
            "Somebody is made to look up a client",
            "There is no search; only sender and receivers can ask, by the number of the referral.",
            "No alarm after many refused look-ups.");

    private final String kind;
    private final String words;
    private final String control;
    private final String notYet;

    /** @param kind letters of STRIDE */
    Threat(String kind, String words, String control, String notYet) {
        this.kind = kind;
        this.words = words;
        this.control = control;
        this.notYet = notYet;
    }

    String kind() {
        return kind;
    }

    String words() {
        return words;
    }

    /** What is built against it; empty where nothing is. */
    String control() {
        return control;
    }

    /** What is missing; empty where nothing that we know is. */
    String notYet() {
        return notYet;
    }
}
