package nl.schakel.trust;

import java.util.Locale;

/** Why a certificate was refused: for the log and the audit, never for the other side. */
enum CertificateRefusal {
    CHAIN_EMPTY,
    CHAIN_TOO_LONG,
    NOT_PARSEABLE,
    TOO_WEAK,
    NOT_YET_VALID,
    EXPIRED,
    USAGE_UNFIT,
    OIN_MISSING,
    KEY_NOT_REGISTERED,
    KEY_RETIRED,
    PATH_BROKEN,
    REVOKED,
    STATUS_UNKNOWN;

    String code() {
        return "certificate-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
