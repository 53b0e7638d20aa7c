package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificatesTest {
    static Stream<X509Certificate> certificates() {
        return Stream.of(
                Workshop.seal().make().certificate(),
                Workshop.seal().rsa(2048).signedWith("SHA256withRSA").make().certificate());
    }

    @ParameterizedTest
    @MethodSource("certificates")
    void namesAKeyAlikeFromBytesAndFromTheWholeCertificate(X509Certificate certificate)
            throws CertificateEncodingException {
        assertThat(Certificates.publicKeyText(certificate.getEncoded()))
                .contains(Certificates.publicKeyText(certificate));
    }

    @Test
    void namesNoKeyOfWhatIsNoCertificate() throws CertificateEncodingException {
        byte[] whole = Workshop.seal().make().certificate().getEncoded();

        assertThat(Certificates.publicKeyText(new byte[0])).isEmpty();
        assertThat(Certificates.publicKeyText(new byte[] {0x30, 0x00})).isEmpty();
        assertThat(Certificates.publicKeyText(Arrays.copyOf(whole, whole.length / 2)))
                .isEmpty();
    }
}
