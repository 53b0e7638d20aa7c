package nl.schakel.referral.evidence;

/**
 * A request with the seal over its head (message signing of the API Design Rules); nothing of it is believed yet.
 *
 * @param seal detached JWS
 */
public record SealedRequest(String seal, RequestHead head) {
    @Override
    public String toString() {
        return "SealedRequest[" + head.method() + "]";
    }
}
