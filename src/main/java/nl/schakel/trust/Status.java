package nl.schakel.trust;

import java.security.cert.X509CRL;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All that is known about revocation at one moment.
 *
 * @param lists by their issuers; whoever did not sign one is not spoken for by it
 * @param answers of responders, by SHA-256 of the certificate
 * @param needed whether a status that is unknown is held against a certificate
 * @param keys which keys count for whom
 */
record Status(List<X509CRL> lists, Map<String, OcspAnswer> answers, boolean needed, RegisteredKeys keys) {
    static final Status UNASKED = new Status(List.of(), Map.of(), false, RegisteredKeys.NONE);

    Status {
        lists = List.copyOf(lists);
        answers = Map.copyOf(answers);
    }

    static Status of(Collection<X509CRL> lists) {
        return new Status(List.copyOf(lists), Map.of(), !lists.isEmpty(), RegisteredKeys.NONE);
    }
}
