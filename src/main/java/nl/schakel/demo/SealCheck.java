package nl.schakel.demo;

import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** How a stand-in judges the seal over what it received. */
interface SealCheck {

    /** Empty when the gateway sealed exactly these bytes; else the reason to refuse them. */
    Optional<Problem> refuse(byte[] body, String detachedJws);

    /**
     * As {@link #refuse}, of a seal inside the body.
     *
     * @param data base64 of the detached JWS, as it stands there
     */
    default Optional<Problem> refuseInside(byte[] body, String data) {
        return Optional.of(Problem.of(ProblemCode.SEAL_MISSING));
    }
}
