package nl.schakel.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Knows the demo's authority by the name that every one of them bears, whoever made it. */
final class DemoAuthority {
    /** The organisation in the subject of its root and intermediate. */
    static final String NAME = "Schakel demo, not for real clients";

    private DemoAuthority() {}

    /** @throws KeyMaterialInvalid when this file has a certificate of a demo's authority in it */
    static void refuse(Path anchors) {
        if (KeyFiles.certificates(anchors).stream().anyMatch(DemoAuthority::made)) {
            throw new KeyMaterialInvalid(
                    anchors,
                    "an authority of production, such as PKIoverheid private, and found that of a demo;"
                            + " set schakel.trust.anchors");
        }
    }

    /** Whether it is such an authority, or was issued by one. */
    static boolean made(X509Certificate certificate) {
        return bears(X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()))
                || bears(X500Name.getInstance(
                        certificate.getIssuerX500Principal().getEncoded()));
    }

    private static boolean bears(X500Name name) {
        for (var rdn : name.getRDNs(BCStyle.O)) {
            if (IETFUtils.valueToString(rdn.getFirst().getValue()).contains("Schakel demo")) {
                return true;
            }
        }
        return false;
    }
}
