package nl.schakel.demo;

import java.util.Optional;
import nl.schakel.referral.Problem;

/** How a stand-in judges the seal over what it received. */
interface SealCheck {

    /** Empty when the gateway sealed exactly these bytes; else the reason to refuse them. */
    Optional<Problem> refuse(byte[] body, String detachedJws);
}
