package nl.schakel.seal;

import java.util.Locale;

/** Why a seal was refused: for log and audit. The sender is told one code for all of them. */
enum SealRefusal {
    TOO_LARGE,
    FORM_BROKEN,
    ENCODING_NOT_CANONICAL,
    HEADER_BROKEN,
    HEADER_MEMBER_TWICE,
    HEADER_MEMBER_UNKNOWN,
    HEADER_MEMBER_MISSING,
    TYPE_WRONG,
    NOT_ALL_SIGNED,
    DIGEST_DIFFERS,
    ALGORITHM_NOT_ALLOWED,
    SIGNATURE_LENGTH,
    CHAIN_UNREADABLE,
    THUMBPRINT_DIFFERS,
    CERTIFICATE_REFUSED,
    STATUS_UNKNOWN,
    KEY_NOT_ALLOWED,
    ALGORITHM_NOT_OF_KEY,
    SIGNATURE_WRONG,
    BODY_NOT_SIGNED,
    TIMESTAMP_NOT_SIGNED,
    REFERENCE_NOT_ALLOWED,
    TRANSFORM_NOT_ALLOWED,
    ID_TWICE,
    TOO_OLD,
    IN_THE_FUTURE;

    String code() {
        return "seal-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
