package nl.schakel.watch;

/** What can be wrong, as alerts and metrics name it. */
enum Kind {
    /** Accepted messages that are neither open, parked nor done with proof. Must never be. */
    UNACCOUNTED,
    /** Work was due and nobody took it up. */
    UNSEEN,
    /** Work waits too long for a person. */
    PARKED,
    /** Deliveries to a partner fail. */
    FAILING,
    /** A partner who sends has not been heard in its opening hours. */
    SILENT,
    /** The disk of the database is nearly full: nothing is accepted. */
    FULL,
    /** So much waits for a partner that no more is accepted that would go to it alone. */
    BEHIND,
    /** A partner has referrals and says neither yes nor no within the agreed time. */
    UNANSWERED,
    /** Nothing of a referral may go to who was asked, for as long as an answer may take; its sender waits for that answer. */
    WITHHELD,
    /** Somebody paused a partner long ago. */
    PAUSED
}
