package nl.schakel.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a leaf must say about itself: what it is for and whose it is. */
final class LeafRules {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final String CLIENT_AUTH = KeyPurposeId.id_kp_clientAuth.getId();
    private static final String SERVER_AUTH = KeyPurposeId.id_kp_serverAuth.getId();
    private static final String STAMPING = KeyPurposeId.id_kp_timeStamping.getId();
    private static final String ANY = KeyPurposeId.anyExtendedKeyUsage.getId();

    private LeafRules() {}

    static boolean fits(X509Certificate leaf, Usage usage) {
        boolean[] bits = leaf.getKeyUsage();
        if (bits == null || leaf.getBasicConstraints() >= 0) {
            return false;
        }
        List<String> purposes = purposes(leaf);
        return switch (usage) {
            case TLS -> bits[DIGITAL_SIGNATURE] && purposes.contains(CLIENT_AUTH);
            case SEAL, CHECKPOINT -> bits[NON_REPUDIATION] && isOfNoOther(purposes);
            case DECRYPT ->
                (bits[KEY_AGREEMENT] || bits[KEY_ENCIPHERMENT])
                        && !bits[DIGITAL_SIGNATURE]
                        && !bits[NON_REPUDIATION]
                        && isOfNoOther(purposes);
            case STAMP -> bits[DIGITAL_SIGNATURE] && purposes.equals(List.of(STAMPING));
        };
    }

    private static boolean isOfNoOther(List<String> purposes) {
        return purposes.stream().noneMatch(List.of(CLIENT_AUTH, SERVER_AUTH, STAMPING, ANY)::contains);
    }

    /**
     * By the one OIN of the subject (PKIoverheid), or else the URA of a subject alternative name (UZI); empty when there
     * is none, or more than one.
     */
    static Optional<Organisation> organisation(X509Certificate leaf) {
        X500Name subject = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded());
        Optional<String> oin = only(subject, BCStyle.SERIALNUMBER).filter(Subject::isOin);
        Optional<String> ura = UziName.ura(leaf);
        if (oin.isEmpty() && ura.isEmpty()) {
            return Optional.empty();
        }
        return only(subject, BCStyle.CN)
                .map(name -> new Organisation(
                        oin.orElse(""),
                        ura,
                        printable(name),
                        Certificates.thumbprintText(leaf),
                        Certificates.publicKeyText(leaf)));
    }

    private static Optional<String> only(X500Name subject, ASN1ObjectIdentifier kind) {
        RDN[] found = subject.getRDNs(kind);
        if (found.length != 1 || found[0].isMultiValued()) {
            return Optional.empty();
        }
        try {
            return Optional.of(IETFUtils.valueToString(found[0].getFirst().getValue()));
        } catch (IllegalArgumentException notText) {
            return Optional.empty();
        }
    }

    /** A name is shown in traces: no line breaks, no endless text. */
    private static String printable(String name) {
        String clean = name.replaceAll("\\p{C}", "?");
        return clean.substring(0, Math.min(64, clean.length()));
    }

    private static List<String> purposes(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException unreadable) {
            // An unreadable list may hold anything; "any" fits neither usage.
            return List.of(ANY);
        }
    }
}
