package nl.schakel.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * The subject alternative name of a UZI server certificate: an otherName of type 2.5.5.5 whose text is {@code
 * <OID CA>-1-<UZI number>-S-<URA>-00.000-00000000} (CIBG, Certification Practice Statement UZI-register).
 */
final class UziName {
    private static final ASN1ObjectIdentifier TYPE = new ASN1ObjectIdentifier("2.5.5.5");
    private static final Pattern TEXT =
            Pattern.compile("[0-9.]{3,64}-\\d-\\d{8,9}-S-(\\d{8})-[0-9]{2}\\.[0-9]{3}-\\d{8}");

    private UziName() {}

    static GeneralName of(String ura) {
        String text = "2.16.528.1.1003.1.3.5.5.2-1-000000000-S-" + ura + "-00.000-00000000";
        return new GeneralName(GeneralName.otherName, new OtherName(TYPE, new DERIA5String(text)));
    }

    /** The one URA; empty when there is none, or several. */
    static Optional<String> ura(X509Certificate certificate) {
        byte[] wrapped = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (wrapped == null) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        try {
            byte[] names = ASN1OctetString.getInstance(wrapped).getOctets();
            for (GeneralName name : GeneralNames.getInstance(names).getNames()) {
                text(name).map(TEXT::matcher).filter(Matcher::matches).ifPresent(match -> found.add(match.group(1)));
            }
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Optional<String> text(GeneralName name) {
        if (name.getTagNo() != GeneralName.otherName) {
            return Optional.empty();
        }
        OtherName other = OtherName.getInstance(name.getName());
        return TYPE.equals(other.getTypeID()) && other.getValue() instanceof ASN1String text
                ? Optional.of(text.getString())
                : Optional.empty();
    }
}
