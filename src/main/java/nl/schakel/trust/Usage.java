package nl.schakel.trust;

/** What a certificate is for. One key never does both: a stolen TLS key then cannot sign a referral. */
public enum Usage {
    /** Proves who is at the other end of a connection: digitalSignature, clientAuth (and serverAuth). */
    TLS,
    /** Seals messages: nonRepudiation, and none of the extended usages of TLS. */
    SEAL,
    /** Stamps time: digitalSignature, and timeStamping as its only purpose (RFC 3161 section 2.3). */
    STAMP
}
