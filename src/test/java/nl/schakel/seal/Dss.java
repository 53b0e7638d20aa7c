package nl.schakel.seal;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.JWSSerializationType;
import eu.europa.esig.dss.enumerations.SigDMechanism;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.jades.JAdESSignatureParameters;
import eu.europa.esig.dss.jades.signature.JAdESService;
import eu.europa.esig.dss.jades.validation.JWSCompactDocumentAnalyzer;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Date;
import java.util.List;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Workshop;

/** EU DSS, which makes and checks seals of JAdES with HTTP headers apart from our own code. */
final class Dss {
    private Dss() {}

    /** @param contents what the signature is over, in its order */
    static boolean takes(String jws, List<DSSDocument> contents) {
        JWSCompactDocumentAnalyzer analyzer =
                new JWSCompactDocumentAnalyzer(new InMemoryDocument(jws.getBytes(StandardCharsets.US_ASCII)));
        analyzer.setCertificateVerifier(new CommonCertificateVerifier());
        analyzer.setDetachedContents(contents);
        AdvancedSignature signature = analyzer.getSignatures().get(0);
        signature.checkSignatureIntegrity();
        return signature.getSignatureCryptographicVerification().isSignatureValid();
    }

    static String signs(List<DSSDocument> contents, IssuedKey signer) throws Exception {
        boolean rsa = signer.key().getAlgorithm().equals("RSA");
        JAdESSignatureParameters parameters = new JAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.JAdES_BASELINE_B);
        parameters.setSignaturePackaging(SignaturePackaging.DETACHED);
        parameters.setJwsSerializationType(JWSSerializationType.COMPACT_SERIALIZATION);
        parameters.setSigDMechanism(SigDMechanism.HTTP_HEADERS);
        parameters.setBase64UrlEncodedPayload(false);
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
        parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
        parameters.setCertificateChain(
                signer.chain().stream().map(CertificateToken::new).toList());
        parameters.setEncryptionAlgorithm(rsa ? EncryptionAlgorithm.RSASSA_PSS : EncryptionAlgorithm.ECDSA);
        parameters.bLevel().setSigningDate(Date.from(Workshop.NOW));
        JAdESService service = new JAdESService(new CommonCertificateVerifier());
        ToBeSigned input = service.getDataToSign(contents, parameters);
        SignatureValue value = new SignatureValue(
                rsa ? SignatureAlgorithm.RSA_SSA_PSS_SHA256_MGF1 : SignatureAlgorithm.ECDSA_SHA256,
                sign(signer.key(), rsa, input.getBytes()));
        DSSDocument signed = service.signDocument(contents, parameters, value);
        return new String(signed.openStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static byte[] sign(PrivateKey key, boolean rsa, byte[] input) throws Exception {
        Signature signer = Signature.getInstance(rsa ? "RSASSA-PSS" : "SHA256withECDSA");
        if (rsa) {
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signer.initSign(key);
        signer.update(input);
        return signer.sign();
    }
}
