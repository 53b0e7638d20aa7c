package nl.schakel.referral;

import java.util.Arrays;
import java.util.Optional;

/** What kind of organisation a partner is; the recipients of the policy table. Names are the table's codes. */
public enum Role {
    MO,
    VO,
    BW,
    SHV,
    GEM,
    GGZ,
    ZH,
    HA,
    CTI,
    PI,
    RECL,
    TOEG,
    VRIJW,
    CORP,
    VT,
    CRED,
    CLIENT;

    public static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(r -> r.name().equals(code)).findFirst();
    }
}
