package nl.schakel.pipeline;

import nl.schakel.referral.evidence.RequestHead;

/** Seals a request as it leaves, anew for every call: only then it is known to whom it goes, and how. */
public interface RequestSealing {

    /** @return detached JWS for the header {@code Message-Signature} */
    String seal(RequestHead head);
}
