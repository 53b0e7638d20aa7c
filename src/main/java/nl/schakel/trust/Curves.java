package nl.schakel.trust;

import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** The curves in use, by name only: explicit parameters are how a forged curve comes in (CVE-2020-0601). */
final class Curves {
    private static final Set<ASN1ObjectIdentifier> NAMED =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private Curves() {}

    static boolean isNamed(@Nullable ASN1Encodable parameters) {
        return parameters instanceof ASN1ObjectIdentifier name && NAMED.contains(name);
    }
}
