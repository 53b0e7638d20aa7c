package nl.schakel.trust;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Where a certificate says that its status can be had. Only asked of certificates whose path held. */
final class RevocationPlaces {
    private RevocationPlaces() {}

    static List<URI> lists(X509Certificate certificate) {
        List<URI> places = new ArrayList<>();
        value(certificate, Extension.cRLDistributionPoints).map(CRLDistPoint::getInstance).stream()
                .flatMap(points -> List.of(points.getDistributionPoints()).stream())
                .map(DistributionPoint::getDistributionPoint)
                .filter(point -> point != null && point.getType() == DistributionPointName.FULL_NAME)
                .flatMap(point ->
                        List.of(GeneralNames.getInstance(point.getName()).getNames()).stream())
                .forEach(name -> http(name).ifPresent(places::add));
        return places;
    }

    static Optional<URI> responder(X509Certificate certificate) {
        return value(certificate, Extension.authorityInfoAccess).map(AuthorityInformationAccess::getInstance).stream()
                .flatMap(access -> List.of(access.getAccessDescriptions()).stream())
                .filter(access -> AccessDescription.id_ad_ocsp.equals(access.getAccessMethod()))
                .flatMap(access -> http(access.getAccessLocation()).stream())
                .findFirst();
    }

    private static Optional<byte[]> value(
            X509Certificate certificate, org.bouncycastle.asn1.ASN1ObjectIdentifier extension) {
        return Optional.ofNullable(certificate.getExtensionValue(extension.getId()))
                .map(wrapped -> ASN1OctetString.getInstance(wrapped).getOctets());
    }

    private static Optional<URI> http(GeneralName name) {
        if (name.getTagNo() != GeneralName.uniformResourceIdentifier || !(name.getName() instanceof ASN1String text)) {
            return Optional.empty();
        }
        return http(text.getString());
    }

    static Optional<URI> http(String text) {
        try {
            URI at = URI.create(text);
            boolean web = "http".equalsIgnoreCase(at.getScheme()) || "https".equalsIgnoreCase(at.getScheme());
            return web && at.getHost() != null ? Optional.of(at) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
